"""Whether language models write here, and who else reads what is asked: for the pages that tell residents."""

from dataclasses import dataclass

from fingerpost.doors.systems import find_serving, is_here


@dataclass(frozen=True, kw_only=True)
class Writers:
    """`write` says that a model is chosen, whether it is switched off now or not. `hosts` are the servers, other than
    this machine, that are given questions."""

    write: bool
    hosts: tuple[str, ...]


def find_writers() -> Writers:
    serving = find_serving().values()
    hosts = {state.goes_to for state in serving if not is_here(state.goes_to)}
    return Writers(write=bool(serving), hosts=tuple(sorted(hosts)))
