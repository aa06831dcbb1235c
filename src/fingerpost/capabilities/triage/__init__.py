"""Triage: where a report may belong, how soon somebody must look, what stands out in it, and what is missing.

It proposes and a person decides. No language model has a part in it.

| module | does |
|---|---|
| `handle` | one report along the road; read it first |
| `routing` | service and team, by the body's classifier; `focus` leaves out what a report says it is not about |
| `urgency` | how soon, by the rules of `urgency.toml` |
| `signs` | signs of danger, risk and need: they raise attention, and nothing lowers it |
| `duplicates` | open cases nearby that it may be about |
| `missing` | facts that the service needs and the report does not give |
| `welsh` | what Welsh words mean in English, so that Welsh reports are sorted as well |
"""

from pathlib import Path

from fingerpost.capabilities.triage.explain import explain
from fingerpost.capabilities.triage.handle import handle
from fingerpost.capabilities.triage.judge import judge
from fingerpost.capabilities.triage.phrases import PHRASES, REASONS
from fingerpost.capabilities.triage.request import ReportToSort
from fingerpost.capabilities.triage.signs.patterns import load_patterns
from fingerpost.capabilities.triage.urgency import USUAL, load_reasons
from fingerpost.contract.capability import Capability
from fingerpost.contract.card import read_card
from fingerpost.contract.proposals import ProposalCodes

FOLDER = Path(__file__).parent

capability = Capability(
    card=read_card(FOLDER / "card.toml"),
    request=ReportToSort,
    handle=handle,
    explain=explain,
    folder=FOLDER,
    phrases=PHRASES,
    reasons=REASONS,
    judge=judge,
    proposes=ProposalCodes(
        usual=USUAL,
        reasons={code: each.level for code, each in load_reasons().items()},
        signs={each.code: each.kind for each in load_patterns().kinds},
        attention=frozenset(each.sign for each in load_reasons().values() if each.sign),
    ),
)
