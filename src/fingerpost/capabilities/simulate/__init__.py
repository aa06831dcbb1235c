"""What a change in the rules would do before it is made: cost, who gains and who loses, poverty, and how sure that is.

| module | does |
|---|---|
| `incomes` | what counts as a household's income, and from which rules each part comes |
| `task` | what is to be done with one block of households, in a form that another process can be handed |
| `spreading` | blocks over one core, several, or the machines of a Dask scheduler |
| `simulating` | a reform over a population: every figure, with its bounds |
| `kept` | simulations that are kept, set side by side, and exported |
| `handle` | one reform along the road, for its evaluation; the card, its cases and their judge stand beside it |
"""

from pathlib import Path

from fingerpost.capabilities.simulate.explain import explain
from fingerpost.capabilities.simulate.handle import handle
from fingerpost.capabilities.simulate.judge import judge
from fingerpost.capabilities.simulate.phrases import PHRASES, REASONS
from fingerpost.capabilities.simulate.request import ReformAsked
from fingerpost.contract.capability import Capability
from fingerpost.contract.card import read_card

FOLDER = Path(__file__).parent

capability = Capability(
    card=read_card(FOLDER / "card.toml"),
    request=ReformAsked,
    handle=handle,
    explain=explain,
    folder=FOLDER,
    phrases=PHRASES,
    reasons=REASONS,
    judge=judge,
)
