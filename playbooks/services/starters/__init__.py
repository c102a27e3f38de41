"""What a new organization starts with. All of it is theirs to change."""
