"""Shades of the tile map."""

from collections.abc import Mapping


def levels(values: Mapping[str, float], steps: int = 5) -> dict[str, int]:
    """A shade from 0 to `steps` - 1 for each value, in equal intervals from the lowest to the highest."""
    if not values:
        return {}
    low, high = min(values.values()), max(values.values())
    width = (high - low) / steps
    return {key: min(int((value - low) / width), steps - 1) if width else 0 for key, value in values.items()}
