"""What people type about sources and files, one file per thing."""
