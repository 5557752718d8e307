"""Pure calculation with prices: change, weeks, and our own weekly index."""
