"""A double of each protocol, and a provider that asks it."""

from collections.abc import Iterator

import pytest
from tests.doubles import Double, running_double
from tests.unit.engines.language_models.providers.asked import WIRES, provider_for

from fingerpost.engines.language_models.calling import Provider


@pytest.fixture(params=WIRES)
def double(request: pytest.FixtureRequest) -> Iterator[Double]:
    with running_double(request.param) as running:
        yield running


@pytest.fixture
def provider(double: Double) -> Provider:
    return provider_for(double)
