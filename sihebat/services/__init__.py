"""Every write of SiHebat: fills (fills.py, importing.py), reports (reports.py), the demo (demo/)."""
