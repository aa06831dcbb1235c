"""The release gate: the starter library, the real model and every case, along the road that is served."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

FINGERPOST = [sys.executable, "-c", "from fingerpost.doors.cli import main; main()"]


@pytest.mark.model
@pytest.mark.timeout(900)  # all of the library goes through the model once
def test_the_answer_capability_reaches_every_threshold_of_its_card(own_home: Callable[..., dict[str, str]]) -> None:
    done = subprocess.run(
        [*FINGERPOST, "evaluate", "answer", "--json"],
        env=own_home(FINGERPOST_STARTER_LIBRARY="true"),
        capture_output=True,
        text=True,
        check=False,
    )
    figures = json.loads(done.stdout)["figures"]

    assert [each for each in figures if not each["reached"]] == []
    assert {each["name"] for each in figures if each["threshold"] is not None} >= {
        "right_page_first",
        "right_page_in_first_three",
        "off_topic_declined",
        "near_miss_declined_or_named",
        "answerable_declined_at_most",
        "everyday_beside_the_point_declined",
        "everyday_declined_at_most",
        "unsupported_claims_at_most",
    }
    assert done.returncode == 0
