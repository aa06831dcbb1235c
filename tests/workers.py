"""How the suite is shared between the workers of pytest-xdist (`pytest -n 2`). See docs/decisions/0064.

A file goes to one worker as a whole, as what its tests share (a service, a browser, a ledger) is made once for it.
"""

from collections.abc import Callable

import pytest
from xdist.scheduler import LoadScopeScheduling


def part_of(name: str) -> str:
    """Which tests must meet in one worker: all whose names give the same.

    The walk over every page is the longest file by far, and its places share nothing. Staff and oversight stay
    together: a second factor is set up on one walk and asked for on the next, and both pages are looked at.
    """
    file, _, test = name.partition("::")
    if "test_every_page_is_accessible" not in file:
        return file
    if "/staff" in test or "/oversight" in test:
        return f"{file}: staff"
    return f"{file}: Welsh" if "/cy" in test else f"{file}: English"


class ByFile(LoadScopeScheduling):
    """Hands the next file to whoever is free, in the order in which they were found.

    The long files are found first and the unit tests last, so that no worker has long to wait at the end.
    """

    def __init__(self, config: pytest.Config, log: Callable[..., None] | None = None) -> None:
        config.option.loadscopereorder = False  # it would begin with the files that hold the most tests: the short ones
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)
