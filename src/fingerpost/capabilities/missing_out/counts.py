"""Counts as they may be published: no number under ten can be worked out from them.

The rule is the one that the public register follows (see `record/disclosure.py`, which stands above the capabilities).
Officers who work on the cases see the true counts.
"""

BASE = 10


def publishable(count: int) -> str:
    """ "fewer than 10", or the count to the nearest ten, halves up. Nought counts as small too."""
    return f"fewer than {BASE}" if count < BASE else f"{(count + BASE // 2) // BASE * BASE:,}"
