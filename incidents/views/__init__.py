"""Pages of the triage queue and of incidents."""
