"""What every capability is held to: a test that takes `capability` runs once for each that is installed."""

import pytest

from fingerpost.capabilities import discover
from fingerpost.contract.capability import Capability


@pytest.fixture(params=discover().values(), ids=discover().keys())
def capability(request: pytest.FixtureRequest) -> Capability:
    found: Capability = request.param
    return found
