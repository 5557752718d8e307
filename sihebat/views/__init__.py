"""Screens of SiHebat: the overview (overview.py), fills (fills.py), files (imports.py), reports (reports.py)."""
