"""The pages around the desk: the door, the first steps, one's own settings and the organization's."""
