"""What people type about incidents and stories."""
