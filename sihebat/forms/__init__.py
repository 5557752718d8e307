"""What people type: fills (fills.py), files of fills (imports.py), reports (reports.py)."""
