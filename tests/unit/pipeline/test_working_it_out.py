"""The step that leads from a question to the pages that work it out is let through by the check."""

import pytest

from fingerpost.capabilities.answer import capability
from fingerpost.capabilities.answer.calculating import working_it_out
from fingerpost.capabilities.answer.tests.pages import HERE
from fingerpost.guard import FIXED_LINKS
from fingerpost.pipeline.offers import may_offer


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_check_lets_the_step_through(language):
    step = working_it_out(language)

    assert step.url in FIXED_LINKS
    assert may_offer(step, None, capability, HERE)
