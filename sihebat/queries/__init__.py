"""Reads: what a report needs (efficiency.py), its checker (checking.py), the screens' (budget.py, fills.py, fleet.py),
single figures for the frame (home.py).
"""
