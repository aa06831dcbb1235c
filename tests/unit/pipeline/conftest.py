"""The road on the test database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.pipeline.road_twins import HERE, PassagesInMemory, Question, make_capability

from fingerpost.contract.capability import Capability
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run
from fingerpost.pipeline.reply import reply_of
from fingerpost.pipeline.run import travel
from fingerpost.record.keys import KeyStore
from fingerpost.record.reading import KeptRun, find_run
from fingerpost.record.recorder import Recorder


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "record-master")


@pytest.fixture
def recorder(keys: KeyStore) -> Recorder:
    return Recorder(keys=keys, system={"release": "test"})


@pytest.fixture
def go(recorder: Recorder) -> Callable[..., Run]:
    """Takes a question along the road, to a capability that says what it is told to."""

    def along_the_road(
        says: Any = None, question: str = "When is my bin day?", *, capability: Capability | None = None, **more: Any
    ) -> Run:
        return travel(
            more.pop("request", None) or Question(question=question),
            capability=capability or make_capability(says),
            context=more.pop("context", HERE),
            watch=more.pop("watch", None),
            engines=more.pop("engines", None) or Engines(passages=PassagesInMemory(), **more),
            recorder=recorder,
        )

    return along_the_road


@pytest.fixture
def reply(go: Callable[..., Run]) -> Callable[..., dict[str, Any]]:
    """The reply that the reader is given."""

    def reply_to(says: Any = None, *arguments: Any, **more: Any) -> dict[str, Any]:
        capability = more.pop("capability", None) or make_capability(says)
        return reply_of(go(None, *arguments, capability=capability, **more), capability.card)

    return reply_to


@pytest.fixture
def kept(keys: KeyStore) -> Callable[[str], KeptRun]:
    """What the ledger holds of a closed run."""

    def find(reference: str) -> KeptRun:
        found = find_run(reference, body="fernby", keys=keys)
        assert found is not None
        return found

    return find
