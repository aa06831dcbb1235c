"""Who is probably entitled and does not get it: out of a body's own data, for officers to act on.

Nothing here decides, sends or tells anybody anything. It lists; a person looks, and a person writes.

| module | does |
|---|---|
| `finding` | one household: is it missing out, why, and how sure is that |
| `running` | a whole source: what was found, what could not be read, and the counts, written in one piece |
| `kept` | the runs that are kept, and their end |
| `counts` | counts as they may be published |
| `letters` | templates that a named person approves, and drafts made from them |
| `handle` | one household along the road, for its evaluation; the card, its cases and their judge stand beside it |
"""

from pathlib import Path

from fingerpost.capabilities.missing_out.explain import explain
from fingerpost.capabilities.missing_out.handle import handle
from fingerpost.capabilities.missing_out.judge import judge
from fingerpost.capabilities.missing_out.phrases import PHRASES, REASONS
from fingerpost.capabilities.missing_out.request import HouseholdOnRecord
from fingerpost.contract.capability import Capability
from fingerpost.contract.card import read_card

FOLDER = Path(__file__).parent

capability = Capability(
    card=read_card(FOLDER / "card.toml"),
    request=HouseholdOnRecord,
    handle=handle,
    explain=explain,
    folder=FOLDER,
    phrases=PHRASES,
    reasons=REASONS,
    judge=judge,
)
