"""The pages of risks, one file per place."""
