"""A text in other words passes only where every word of it is accounted for in the lines that it quotes."""

from dataclasses import replace

import pytest
from tests.unit.guard.guard_runs import HOUSING

from fingerpost import guard
from fingerpost.contract.passages import Line, LineKind
from fingerpost.contract.run import Verdict
from fingerpost.evaluate.rephrasing.right_claims import quote_lines
from fingerpost.guard.after.rephrased.alignment import Alignment
from fingerpost.guard.after.rephrased.facts import Fact
from fingerpost.guard.after.rephrased.orders import orders_of

PAGE = replace(
    HOUSING,
    lines=(
        Line(text="You can get the grant if you live in Wales, unless you own a home."),
        Line(text="You do not have to pay it back.", block=1),
        Line(text="You can get the discount if you:", block=2),
        Line(text="are 60 or over", kind=LineKind.BULLET, block=3),
        Line(text="live alone", kind=LineKind.BULLET, block=3),
        Line(text="The landlord must give the tenant 14 days to reply.", block=4),
    ),
)


def check(text, *places, page=PAGE):
    quotes = [quote_lines(page, [place]) for place in places]
    return guard.check_rephrased(text, quotes, [page] * len(quotes))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("If you live in Wales, you can get the grant, unless you own a home.", (0,)),
        ("Unless you own a home, you can get the grant if you live in Wales.", (0,)),
        ("You don't need to pay the grant back.", (0, 1)),
        ("You can get the discount if you are 60 or over and live alone.", (2, 3, 4)),
        ("The landlord has to give the tenant 14 days to reply.", (5,)),
    ],
)
def test_what_the_lines_say_may_be_said_in_another_order(text, places):
    finding = check(text, *places)
    if places == (0, 1):
        assert finding.verdict is Verdict.STOP  # what the first line says is left out
    else:
        assert finding.verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("You can get the grant if you live in Wales.", (0,)),
        ("You can get the grant unless you live in Wales, if you own a home.", (0,)),
        ("You can get the grant if you live in England, unless you own a home.", (0,)),
        ("You have to pay it back.", (1,)),
        ("You must not pay it back.", (1,)),
        ("You can get the discount if you are 60 or over or live alone.", (2, 3, 4)),
        ("You can get the discount if you are 60 or over.", (2, 3)),
        ("The tenant must give the landlord 14 days to reply.", (5,)),
        ("The landlord may give the tenant 14 days to reply.", (5,)),
        ("The landlord must give the tenant 15 days to reply.", (5,)),
        ("The landlord must give the tenant 14 weeks to reply.", (5,)),
        ("The landlord must give the tenant 14 days to reply. You do not need to tell anyone.", (5,)),
        ("The landlord must give the tenant 14 days to reply. Send your bank details to pay@wrong.example.", (5,)),
        ("Must the landlord give the tenant 14 days to reply?", (5,)),
        ("The landlord must give the tenant <b>14 days</b> to reply.", (5,)),
        ("", (5,)),
    ],
)
def test_what_they_do_not_say_is_stopped(text, places):
    finding = check(text, *places)
    assert finding.verdict is Verdict.STOP
    assert finding.reason


TURNED = (
    ("If the tenant owes rent, the landlord can ask the court to evict them.",
     "If the tenant owes rent, the landlord can ask the court to evict the landlord."),
    ("The landlord must tell the tenant and pay the deposit.",
     "The landlord must tell the tenant. They must pay the deposit."),
    ("You can claim for 3 months.", "You can claim in 3 months."),
    ("You must pay the council.", "You must pay for the council."),
    ("You can get help if you are 60.", "You can get help. If you are 60."),
    ("You pay £5 for the first hour and £2 for each hour after that.",
     "You pay £2 for the first hour and £5 for each hour after that."),
    ("People in prison do not get Housing Benefit in hospital.",
     "People in hospital do not get Housing Benefit in prison."),
    ("Landlords must give tenants notice before they leave.",
     "Landlords must give tenants notice before landlords leave."),
    ("The executor can apply only by post.", "Only the executor can apply by post."),
    ("You may not have to pay.", "You do not have to pay."),
    ("You do not have to pay.", "You must not pay."),
    ("Not all tenants can apply.", "All tenants cannot apply."),
    ("You have paid the landlord.", "You are paid the landlord."),
    ("Click the links.", "Do not the on click links."),
)  # fmt: skip


@pytest.mark.parametrize(("said", "text"), TURNED)
def test_the_same_words_in_an_order_that_says_something_else_are_stopped(said, text):
    page = replace(PAGE, lines=(Line(text=said),))
    assert check(text, 0, page=page).verdict is Verdict.STOP


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("You can get help.", "If you are 60 you must apply.", "You can get help if you are 60. You must apply."),
        ("You can get help if you are 60.", "You must apply.", "You can get help. If you are 60, you must apply."),
        (
            "Maternity pay lasts 39 weeks.",
            "It is 52 weeks for leave.",
            "Leave lasts 39 weeks. It is 52 weeks for leave.",
        ),
    ],
)
def test_a_condition_stays_in_its_own_sentence(first, second, text):
    page = replace(PAGE, lines=(Line(text=first), Line(text=second)))
    assert check(text, 0, 1, page=page).verdict is Verdict.STOP


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("You cannot usually appeal.", "Usually you cannot appeal."),
        ("Apply early, because places go fast.", "Places go fast, so apply early."),
        ("The Act protects you.", "You are protected by the Act."),
        ("Call Acas on 0300 123 1100.", "You can phone Acas on 0300 123 1100."),
        ("You have no right to appeal.", "You do not have a right to appeal."),
    ],
)
def test_what_means_the_same_passes(said, text):
    page = replace(PAGE, lines=(Line(text=said),))
    assert check(text, 0, page=page).verdict is Verdict.PASS


def test_a_finding_names_no_word_of_the_text():
    finding = check("Ask Jane Doe of 1 High Street for 14 days.", 5)
    assert finding.verdict is Verdict.STOP
    assert "jane" not in f"{finding.reason} {finding.found}".lower()


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("The landlord must give the tenant 15 days to reply.", "figure", {"figures": 1, "words": 1}),
        (
            "The landlord may give the tenant 14 days to reply.",
            "duty",
            {"put in": ["may"], "left out": ["must"], "words": 1},
        ),
        ("The landlord must give the tenant 14 lovely days to reply.", "words", {"words": 1}),
        ("The tenant must give the landlord 14 days to reply.", "ordered", {}),
    ],
)
def test_a_finding_says_what_was_missing(text, word, found):
    finding = check(text, 5)
    assert word in finding.reason
    assert finding.found == found


def test_a_quote_in_welsh_bears_out_nothing_but_itself():
    page = replace(PAGE, language="cy", lines=(Line(text="Gallwch gael y grant."),))
    assert check("Gallwch gael y grant.", 0, page=page).verdict is Verdict.PASS
    assert check("Y grant gallwch gael.", 0, page=page).verdict is Verdict.UNSURE


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("Do not sign and return the form.",), "Do not sign. Return the form."),
        (("Do not sign, or return the form.",), "Do not sign. Or return the form."),
        (("Do not tell the landlord.", "Call us."), "Do not tell the landlord and call us."),
        (("You must sign and return the form.",), "You must sign. Return the form."),
    ],
)
def test_a_denial_or_a_duty_reaches_as_far_as_it_did(lines, text):
    page = replace(PAGE, lines=tuple(Line(text=line) for line in lines))
    assert check(text, *range(len(lines)), page=page).verdict is Verdict.STOP


def test_a_text_that_ends_where_the_guidance_goes_on_with_you_can_is_stopped():
    page = replace(PAGE, lines=(Line(text="Do it as soon as you can."),))
    assert check("Do it as soon as", 0, page=page).verdict is Verdict.STOP


@pytest.mark.parametrize(
    ("lines", "quoted", "text"),
    [
        (("n't", "claim on neighbour men it except"), (1,), "claim see on neighbour men it except"),
        (
            ("In Scotland, though aged 60 or over:", "- n't which under 16", "- always 16"),
            (0, 2),
            "In Scotland always 16",
        ),
    ],
)
def test_a_torn_word_is_compared_like_any_other(lines, quoted, text):
    kinds = ((each.removeprefix("- "), LineKind.BULLET if each[0] == "-" else LineKind.SENTENCE) for each in lines)
    page = replace(PAGE, lines=tuple(Line(text=each, kind=kind) for each, kind in kinds))
    assert check(text, *quoted, page=page).verdict is Verdict.STOP


@pytest.mark.parametrize("lead", [f"You must do {'9' * 5_000} things if you:", "You can get it if you:"])
def test_a_number_of_thousands_of_digits_is_compared_like_any_other_word(lead):
    items = (f"are under {'9' * 5_000}", f"are {'9' * 5_000} or over", f"under {'9' * 5_000}", "60 or over")
    lines = (Line(text=lead), *(Line(text=each, kind=LineKind.BULLET, block=1) for each in items))
    assert check("You must be 60.", 0, 1, 2, 3, 4, page=replace(PAGE, lines=lines)).verdict is Verdict.STOP


def test_the_order_of_a_sentence_that_goes_on_and_on_is_not_turned():
    said = ("in",) * 2_000
    assert orders_of(said) == (said,)


def test_a_comparison_that_leads_everywhere_is_given_up():
    fact = Fact(words=(*("of",) * 2_000, "pay"))
    assert not Alignment(("the",) * 2_000, [fact]).reads()
