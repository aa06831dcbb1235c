"""Figures are read in one way of writing, and only differences that cannot change the meaning are evened out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.guard.guard_runs import CLAIMED_BY, HOUSING, claim_of

from fingerpost.contract.run import Verdict
from fingerpost.guard.after.figures import check_figures
from fingerpost.guard.figures import figures_in
from fingerpost.guard.figures.number_words import spell_out

SAME = [
    ("£1,000", "£1000"),
    ("£1,000", "£1,000.00"),
    ("£1,000", "one thousand pounds"),
    ("£1.2 million", "£1,200,000"),
    ("£1m", "£1 million"),
    ("50p", "£0.50"),
    ("50p", "fifty pence"),
    ("£10 a week", "£10 per week"),
    ("£10 a week", "£10 each week"),
    ("£10 a week", "£10/week"),
    ("£10 a month", "£10 pcm"),
    ("£92.05 yr wythnos", "£92.05 a week"),
    ("6 April 2026", "April 6, 2026"),
    ("6 April 2026", "6th of April 2026"),
    ("6 April 2026", "2026-04-06"),
    ("6 April 2026", "6 Ebrill 2026"),
    ("6 April", "April 6th"),
    ("2026/27", "2026-27"),
    ("2026/27", "2026 to 2027"),
    ("5pm", "5 p.m."),
    ("5pm", "17:00"),
    ("5.30pm", "5:30pm"),
    ("12am", "00:00"),
    ("12pm", "midday"),
    ("20%", "20 per cent"),
    ("20%", "twenty percent"),
    ("28 days", "28-day"),
    ("28 days", "twenty-eight days"),
    ("10 working days", "ten working days"),
    ("1,000 people", "1000 people"),
    ("a hundred", "100"),
    ("two hundred and fifty", "250"),
    ("two million", "2 million"),
    ("third", "3rd"),
    ("twenty-first", "21st"),
    ("5 to 10", "5-10"),
    ("5–10", "5-10"),
    ("½", "1/2"),
    ("0800 123 4567", "08001234567"),
    ("+44 1632 960110", "01632 960110"),
    ("form sa100", "form SA100"),
    ("https://www.gov.uk/pip.", "https://www.gov.uk/pip"),
    ("www.GOV.uk/pip", "https://www.gov.uk/pip"),
    ("Help@Fernby.example", "help@fernby.example"),
]
DIFFERENT = [
    ("15", "150"),
    ("15", "1.5"),
    ("1.5", "15"),
    ("5", "15"),
    ("£1,000", "1,000"),
    ("£1,000", "£10,00"),
    ("£1,000", "£1,000.5"),
    ("12.5p", "12p"),
    ("12.5p", "13p"),
    ("£1,000", "€1,000"),
    ("£1,000", "£1,000 a week"),
    ("£10 a week", "£10 a month"),
    ("£10 weekly", "£10 monthly"),
    ("28 days", "28 weeks"),
    ("28 days", "28"),
    ("10 days", "10 working days"),
    ("6 April 2026", "6 April 2027"),
    ("6 April 2026", "6 April"),
    ("6 April 2026", "April 2026"),
    ("06/04/2026", "04/06/2026"),
    ("5pm", "5am"),
    ("5pm", "5"),
    ("midday", "midnight"),
    ("20%", "20"),
    ("20%", "20 percentage points"),
    ("1/2", "1/3"),
    ("2026/27", "2026/28"),
    ("once", "twice"),
    ("0800 123 4567", "0800 123 4568"),
    ("116 123", "123 116"),
    ("SA100", "SA101"),
    ("1257L", "1257"),
    ("3rd", "3"),
    ("-5", "5"),
    ("1.50", "1.5"),
    ("https://www.gov.uk/pip", "http://www.gov.uk/pip"),
    ("https://www.gov.uk/pip", "https://www.gov.uk/PIP"),
    ("https://www.gov.uk/pip", "https://www.g0v.uk/pip"),
    ("help@fernby.example", "help@femby.example"),
    ("two million", "two thousand"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_of_writing_one_figure_are_the_same(one, other):
    assert figures_in(one)
    assert figures_in(one) == figures_in(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_figures_that_mean_different_things_are_different(one, other):
    assert figures_in(one)
    assert not figures_in(one) <= figures_in(other)


def test_words_that_are_no_numbers_are_left_alone():
    text = "No one may ask anyone for any one of these in a month"
    assert spell_out(text) == text
    assert figures_in(text) == frozenset()


def test_numbers_that_stand_together_do_not_run_into_one():
    assert figures_in("between twenty and thirty") == {"20", "30"}
    assert figures_in("£6,000-£16,000") == {"£6000.00", "£16000.00"}
    assert {"£25.00 a week", "£40.00 a week"} <= figures_in("£25-40 a week")
    assert {"phone 08001234567", "09:00"} <= figures_in("0800 123 4567 9am")


@given(st.text())
def test_any_text_has_figures_or_none_and_never_a_fault(text):
    assert all(isinstance(figure, str) for figure in figures_in(text))


@given(st.integers(min_value=0, max_value=10**9))
def test_a_number_with_and_without_thousands_commas_is_the_same(number):
    assert figures_in(f"about {number:,} of them") == figures_in(f"about {number} of them")


REWORDED = {
    "money and date": "From 6 April 2026 you may get £1,250.50 a month at most.",
    "money with the pence spelt": "The most is £1,250.50 each month.",
    "days and hours": "Anyone who has lived in Wales for twenty-eight days and works 16 hours may ask.",
    "percentage and working days": "It covers twenty per cent, within ten working days.",
    "phone and hours": "You can phone the Housing Advice Line on 08001234567 from 9am to 17:30.",
    "e-mail": "Write to help@fernby.example about it.",
    "form and place": "Form HB21 goes to Citizens Advice Cardiff by January 31, 2027.",
    "link and days": "Within 21 days, use https://www.fernby.example/housing/apply.",
    "rate": "A single person gets £92.05 per week.",
    "savings": "Your savings must be less than £16,000.",
    "years": "In 2026-27 you do not pay it back twice.",
    "the nation of the page": "In Wales, this is how it is paid.",
    "no figure at all": "You do not have to pay it back.",
}


def figures_verdict(text):
    claim = replace(claim_of(HOUSING, 0, 1), text=text)
    return check_figures(claim, HOUSING, CLAIMED_BY)


@pytest.mark.parametrize("text", REWORDED.values(), ids=REWORDED.keys())
def test_true_figures_and_names_pass_in_other_words(text):
    assert figures_verdict(text).verdict is Verdict.PASS, figures_verdict(text).found


INVENTED = {
    "another amount": "You may get £1,250.05 a month.",
    "another unit": "You may get £1,250.50 a week.",
    "no unit": "You may get £1,250.50.",
    "another date": "From 7 April 2026 you can get it.",
    "another year": "From 6 April 2027 you can get it.",
    "a number inside another": "Anyone who works 6 hours may ask.",
    "days for hours": "Anyone who works 16 days may ask.",
    "another percentage": "It covers 2% of the cost.",
    "a number for a percentage": "It covers 20 of the cost.",
    "another phone number": "Call 0800 123 4568.",
    "half a phone number": "Call 0800 123.",
    "a number of its own": "Call 116 123.",
    "another e-mail": "Write to pay@fernby.example.",
    "another link": "Use https://www.fernby.example/housing/pay.",
    "another host": "Use https://www.fernby.evil.example/housing/apply.",
    "a bare host": "Look at evil.example for more.",
    "another form": "Send form HB22.",
    "another place to contact": "Send form HB21 to Citizens Advice Swansea.",
    "a body of its own": "Ask the Ministry of Silly Walks.",
    "another nation": "In Scotland, this is how it is paid.",
    "another nation in lower case": "this is how it is paid in scotland",
    "another time": "The line is open until 6:30pm.",
    "morning for evening": "The line is open until 5:30am.",
    "a spelt number": "You can ask three times.",
    "a frequency": "You can ask once.",
    "another tax year": "It is for 2025/26.",
}


@pytest.mark.parametrize("text", INVENTED.values(), ids=INVENTED.keys())
def test_an_invented_figure_or_name_is_stopped(text):
    finding = figures_verdict(text)
    assert finding.verdict is Verdict.STOP
    assert finding.found["missing"]


def test_title_headings_and_next_steps_are_part_of_the_source():
    assert figures_verdict("Housing help in Wales: Apply for help").verdict is Verdict.PASS
    moved = replace(HOUSING, title="Housing help 2026/27", heading_path=("Up to £75",))
    claim = replace(claim_of(moved, 0, 1), text="In 2026/27 it is up to £75.")
    assert check_figures(claim, moved, CLAIMED_BY).verdict is Verdict.PASS
