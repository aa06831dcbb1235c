"""How sure a share is that was counted."""

from math import sqrt

Z_95 = 1.959964


def wilson_interval(yes: int, n: int) -> tuple[float, float]:
    """The Wilson score interval at 95% (E. B. Wilson, 1927) of a share of `yes` in `n`; (0, 1) when n is 0."""
    if n == 0:
        return 0.0, 1.0
    share = yes / n
    centre = share + Z_95**2 / (2 * n)
    spread = Z_95 * sqrt(share * (1 - share) / n + Z_95**2 / (4 * n**2))
    scale = 1 + Z_95**2 / n
    high = 1.0 if yes == n else min(1.0, (centre + spread) / scale)
    return max(0.0, (centre - spread) / scale), high
