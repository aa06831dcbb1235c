"""entitlements: what a household may get and how much, why, and what would change it, by written rules alone."""

from pathlib import Path

from fingerpost.capabilities.entitlements.explain import explain
from fingerpost.capabilities.entitlements.handle import handle
from fingerpost.capabilities.entitlements.judge import judge
from fingerpost.capabilities.entitlements.phrases import PHRASES, REASONS
from fingerpost.capabilities.entitlements.problems import problems
from fingerpost.capabilities.entitlements.request import Household
from fingerpost.contract.capability import Capability
from fingerpost.contract.card import read_card

FOLDER = Path(__file__).parent

capability = Capability(
    card=read_card(FOLDER / "card.toml"),
    request=Household,
    handle=handle,
    explain=explain,
    folder=FOLDER,
    phrases=PHRASES,
    reasons=REASONS,
    judge=judge,
    problems=problems,
)
