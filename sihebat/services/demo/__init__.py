"""The worked example: invented ceilings, vehicles and fills with the two published percentages."""

from sihebat.services.demo.making import make_example

__all__ = ["make_example"]
