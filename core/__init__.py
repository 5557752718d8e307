"""What two features need; knows no feature."""
