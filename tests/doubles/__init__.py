"""Doubles of language models: servers of this machine that speak the suppliers' protocols, well, badly and with malice.

To try one by hand: python -m tests.doubles anthropic --behaviour evil
"""

from tests.doubles.asked import Asked
from tests.doubles.evil import Evil, evil_claims, write_evil
from tests.doubles.serving import BEHAVIOURS, Double, refused_address, running_double
from tests.doubles.writing import WRITERS, claim, write_rightly

__all__ = [
    "BEHAVIOURS",
    "WRITERS",
    "Asked",
    "Double",
    "Evil",
    "claim",
    "evil_claims",
    "refused_address",
    "running_double",
    "write_evil",
    "write_rightly",
]
