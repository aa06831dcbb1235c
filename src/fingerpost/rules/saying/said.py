"""What the rules say, as it travels."""

from dataclasses import dataclass

from fingerpost.contract.claims import Claim, NextStep

RULE = "rule:"
"""How the id of a source begins that is a rule, before the name of its scheme: "rule:child_benefit"."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """All that the rules say of one household: one claim a scheme, and where to apply."""

    claims: tuple[Claim, ...] = ()
    next_steps: tuple[NextStep, ...] = ()


NOTHING_SAID = Said()
