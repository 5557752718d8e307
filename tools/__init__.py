"""Tools for developers and for `make run`: embedded services, stand-ins, demo data, screenshots."""
