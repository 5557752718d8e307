"""What people type: fills, their files, ceilings, vehicles and prices, reports; common.py has the fields."""
