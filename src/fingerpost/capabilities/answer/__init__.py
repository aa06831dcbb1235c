"""answer: a short answer quoted from guidance, with a link to the exact heading, for the right nation and date."""

from pathlib import Path

from fingerpost.capabilities.answer.calculating import LABELS as CALCULATING
from fingerpost.capabilities.answer.declining import LABELS
from fingerpost.capabilities.answer.explain import explain
from fingerpost.capabilities.answer.handle import handle
from fingerpost.capabilities.answer.judge import judge
from fingerpost.capabilities.answer.nations import NAMES
from fingerpost.capabilities.answer.phrases import PHRASES, REASONS
from fingerpost.capabilities.answer.request import Question
from fingerpost.contract.capability import Capability
from fingerpost.contract.card import read_card

FOLDER = Path(__file__).parent

capability = Capability(
    card=read_card(FOLDER / "card.toml"),
    request=Question,
    handle=handle,
    explain=explain,
    folder=FOLDER,
    phrases=PHRASES | LABELS | CALCULATING | {name for names in NAMES.values() for name in names.values()},
    reasons=REASONS,
    judge=judge,
)
