"""What time it is."""

from datetime import UTC, datetime

import pytest

from fingerpost.engines.clock import FixedClock, SystemClock


def test_fixed_clock_stands_still() -> None:
    at = datetime(2026, 4, 6, 9, tzinfo=UTC)
    assert FixedClock(at).now() == at


def test_fixed_clock_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        FixedClock(datetime(2026, 4, 6))  # noqa: DTZ001


def test_system_clock_gives_the_day_in_the_united_kingdom() -> None:
    assert str(SystemClock().now().tzinfo) == "Europe/London"
