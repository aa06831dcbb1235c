"""The chart of measured figures: a row for each, with its words and its places on a line from 0 to 100."""

from collections.abc import Iterable
from typing import Any

from fingerpost.doors.charts import place_range
from fingerpost.doors.register.words import percent, threshold_words
from fingerpost.record.register.public import PublicFigure

NARROWEST = 0.4  # hundredths: an interval so short is still drawn


def rows_of(figures: Iterable[PublicFigure]) -> list[dict[str, Any]]:
    """A row for each figure."""
    return [_row(each) for each in figures]


def _row(figure: PublicFigure) -> dict[str, Any]:
    return {
        "figure": figure,
        "words": figure.words[:1].upper() + figure.words[1:],
        "share": percent(figure.share),
        "low": percent(figure.low),
        "high": percent(figure.high),
        "must": threshold_words(figure),
        "place": (place := place_range(figure.share, low=figure.low, high=figure.high, threshold=figure.threshold)),
        "width": max(place.high - place.low, NARROWEST),
    }
