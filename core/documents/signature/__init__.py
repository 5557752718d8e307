"""Who can sign a letter: providers behind one interface (base.py)."""
