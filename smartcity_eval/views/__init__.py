"""Pages: what the public reads, the coordinator's desk, one indicator, and the programmes."""
