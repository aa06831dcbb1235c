"""One folder each. `discover` reads the folders: nothing is registered by import."""

from functools import cache
from importlib import import_module
from pathlib import Path

from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import InvalidCard, UnknownCapability

FOLDER = Path(__file__).parent


@cache
def discover(folder: Path = FOLDER) -> dict[str, Capability]:
    """Every capability of `folder` by name, in order of name. Raises InvalidCard for one that is declared wrongly."""
    names = sorted(path.parent.name for path in folder.glob("*/card.toml"))
    found = {name: _load(name) for name in names}
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


def _load(name: str) -> Capability:
    capability = getattr(import_module(f"{__name__}.{name}"), "capability", None)
    if not isinstance(capability, Capability):
        raise InvalidCard(f"capabilities/{name}/__init__.py must define `capability = Capability(...)`.")
    if capability.name != name:
        raise InvalidCard(f"capabilities/{name}/card.toml says name = '{capability.name}'; it must be '{name}'.")
    return capability
