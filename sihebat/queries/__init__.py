"""Reads that several callers share: what a report needs (efficiency.py), and the screens' lists (screens.py)."""
