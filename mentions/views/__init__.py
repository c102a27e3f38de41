"""The pages of mentions, one file per place."""
