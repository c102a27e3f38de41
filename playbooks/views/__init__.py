"""The pages of answers, templates and playbooks, one file per place."""
