"""What people type about documents and books."""
