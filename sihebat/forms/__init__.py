"""What people type: fills (fills.py), reports (reports.py)."""
