"""Benchmarks and drills: each one command that prints a table; recorded in docs/ with date and command."""
