"""Is a stated confidence to be believed, and what is wrong of what is answered above it?"""

import json
from dataclasses import replace

import numpy as np
import pytest

from fingerpost.capabilities import discover
from fingerpost.evaluate.calibration import Said, brier_score, calibrate, calibration_error, served_thresholds


def said(*pairs: tuple[float | None, bool]) -> list[Said]:
    return [Said(confidence=confidence, is_right=is_right) for confidence, is_right in pairs]


def test_who_is_sure_and_right_scores_nought_and_who_never_decides_a_quarter() -> None:
    right = np.array([1.0, 0.0, 1.0])
    assert brier_score(right, right) == 0
    assert brier_score(np.full(3, 0.5), right) == 0.25


def test_what_comes_true_as_often_as_said_has_no_calibration_error() -> None:
    confidence, right = np.full(12, 0.75), np.array([1.0] * 9 + [0.0] * 3)
    assert calibration_error(confidence, right) == pytest.approx(0)
    assert calibration_error(np.full(12, 0.95), right) == pytest.approx(0.2)


def test_each_threshold_says_what_would_be_answered_and_what_of_it_is_wrong() -> None:
    found = calibrate(said((0.9, True), (0.8, True), (0.6, False), (0.6, True), (None, True)), half="test")
    assert found is not None
    points = [(point.threshold, point.answered.yes, point.answered.n, point.wrong.yes) for point in found.points]
    assert points == [(0.9, 1, 5, 0), (0.8, 2, 5, 0), (0.6, 4, 5, 1)]
    assert (found.cases, found.answered) == (5, 4)


def test_thresholds_that_are_served_have_their_point() -> None:
    found = calibrate(said((0.9, True), (0.4, False)), half="test", served={"answered": 0.7, "partly answered": 0.3})
    assert found is not None
    assert {kind: point.answered.yes for kind, point in found.served.items()} == {"answered": 1, "partly answered": 2}


def test_thresholds_are_read_from_the_card() -> None:
    card = discover()["answer"].card
    own = replace(card, settings={**card.settings, "answered_from": 0.7, "partly_from": 0.4})
    assert served_thresholds(own) == {"answered": 0.7, "partly answered": 0.4}


def test_where_nothing_is_stated_there_is_nothing_to_believe() -> None:
    assert calibrate(said((None, True)), half="test") is None
    assert calibrate([], half="test") is None


def test_bins_hold_as_many_answers_each_and_points_are_few_enough_to_draw() -> None:
    found = calibrate(said(*((each / 200, each % 3 > 0) for each in range(200))), half="test")
    assert found is not None
    assert [each.came_true.n for each in found.bins] == [20] * 10
    assert len(found.points) <= 40
    assert found.points[-1].answered.yes == 200


def test_figures_have_intervals_and_are_plain_values() -> None:
    found = calibrate(said(*((each / 50, each > 20) for each in range(50))), half="test")
    assert found is not None
    values = json.loads(json.dumps(found.as_values()))
    assert values["brier"]["low"] <= values["brier"]["value"] <= values["brier"]["high"]
    assert values["points"][0]["wrong"]["high"] > 0
