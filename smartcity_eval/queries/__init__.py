"""Reads that several callers share, and every report."""
