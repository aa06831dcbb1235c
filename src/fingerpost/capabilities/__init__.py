"""One folder each. `discover` reads the folders: nothing is registered by import.

A body's own values lie over each card: `lay_cards_over` says where, once, before anything is discovered.
"""

from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from fingerpost.contract.capability import Capability
from fingerpost.contract.card import read_card
from fingerpost.contract.errors import InvalidCard, UnknownCapability

FOLDER = Path(__file__).parent
_own_cards: list[Path] = []  # the folder that `lay_cards_over` named, or nothing


def lay_cards_over(folder: Path | None) -> None:
    """Take a body's own values from `folder/<name>.toml`; None takes the cards as they are. Reads nothing yet."""
    _own_cards[:] = [folder] if folder else []
    discover.cache_clear()


@cache
def discover(folder: Path = FOLDER) -> dict[str, Capability]:
    """Every capability of `folder` by name, in order of name. Raises InvalidCard for one that is declared wrongly."""
    names = sorted(path.parent.name for path in folder.glob("*/card.toml"))
    found = {name: _with_own_card(_load(name)) for name in names}
    if folder == FOLDER:
        _check_own_cards(names)
    commands = [capability.card.command for capability in found.values()]
    doubles = sorted({command for command in commands if commands.count(command) > 1})
    if doubles:
        raise InvalidCard(f"Two capabilities use the command '{doubles[0]}'. Give each its own in card.toml.")
    return found


def find_capability(name: str) -> Capability:
    """One capability by its name or its command. Raises UnknownCapability, which lists those there are."""
    for capability in discover().values():
        if name in (capability.name, capability.card.command):
            return capability
    raise UnknownCapability(f"There is no capability '{name}'. There are: {', '.join(discover())}.")


def _with_own_card(capability: Capability) -> Capability:
    """With the body's values over those of its card, where there are any. The whole card is checked again."""
    paths = [folder / f"{capability.name}.toml" for folder in _own_cards]
    own = next((path for path in paths if path.is_file()), None)
    if own is None:
        return capability
    return replace(capability, card=read_card(capability.folder / "card.toml", over=own), own_card=own)


def _check_own_cards(names: list[str]) -> None:
    """A file for a capability that there is not is a slip, and what it says would silently count for nothing."""
    for path in (path for folder in _own_cards for path in sorted(folder.glob("*.toml"))):
        if path.stem not in names:
            raise InvalidCard(f"{path} is for no capability. There are: {', '.join(names)}.")


def _load(name: str) -> Capability:
    capability = getattr(import_module(f"{__name__}.{name}"), "capability", None)
    if not isinstance(capability, Capability):
        raise InvalidCard(f"capabilities/{name}/__init__.py must define `capability = Capability(...)`.")
    if capability.name != name:
        raise InvalidCard(f"capabilities/{name}/card.toml says name = '{capability.name}'; it must be '{name}'.")
    return capability
