"""Each thing that may be said otherwise has wrong twins beside it: what a rule lets through, and what it must not."""

from dataclasses import replace
from random import Random

import pytest
from tests.unit.guard.rephrased.test_rephrased import PAGE, check

from fingerpost.contract.passages import Line, LineKind
from fingerpost.contract.run import Verdict

RIGHT = (
    (("Both sites are closed on 25 December and 1 January.",), "On 25 December and 1 January, both sites are closed."),
    (("You get £5 if you are ill.", "Others can pay £6."), "You get £5 if you are ill, and others can pay £6."),
    (("You must pay even if the child is not yours.",), "Even if the child is not yours, you must pay."),
    (("It ended in England on 1 May 2026.",), "On 1 May 2026, it ended in England."),
    (("If you are ill, the office where you live must help.",), "The office where you live must help if you are ill."),
    (("The bank can refuse, and may charge you.",), "The bank can refuse, and it may charge you."),
    (("You must not pay.", "Registering is free."), "You must not pay, and registering is free."),
    (("You must register.", "Providers can charge you."), "You must register, and providers can charge you."),
    (("You should get an offer, and refusing it can end the help.",),
     "You should get an offer. Refusing it can end the help."),
    (("It usually starts early, and Fernby checks it.",), "It usually starts early. Fernby checks it."),
    (("Fernby tells the owner and then fines them.",), "Fernby tells the owner. It then fines them."),
    (("You can pay the council, which can refund it.",), "You can pay the council. It can refund it."),
    (("If you are late, ring the office, which can help.",), "If you are late, ring the office. It can help."),
    (("If work is unsafe, the council can make the owner put it right.",),
     "The council can make the owner put work right if it is unsafe."),
    (("A child gets free travel if they are 5 or over.",), "If a child is 5 or over, they get free travel."),
    (("Children start in the September after they turn 4.",), "Children start in the September after turning 4."),
    (("It is a crime to work without a permit.",), "Working without a permit is a crime."),
    (("You can apply for a permit.", "It costs £5."), "A permit costs £5."),
    (("The rule does not apply to you if you are 60.",), "The rule does not apply if you are 60."),
    (("You can get it if you are 60 or over.",), "You can get it if you are aged 60 or over."),
    (("It costs £5: see the website for the price.",), "It costs £5."),
    (("You pay £5 a week.",), "You pay £5 per week."),
    (("You can take up to 3 days.",), "You can take at most 3 days."),
    (("Tell us within 3 days on 01632 960110.",), "Tell Fernby within 3 days on 01632 960110."),
    (("You can book online or call 01632 960110 at least 3 days before.",),
     "At least 3 days before, you can book online or call 01632 960110."),
    (("Fernby writes to you after 3 letters to offer help.",),
     "After 3 letters, Fernby writes to you to offer help."),
    (("In a shared house, the owner normally pays.",), "In a shared house, normally the owner pays."),
    (("You can get it with a card, for example a bus pass.",), "You can get it with a card, such as a bus pass."),
    (("You keep the plan, and you are asked to sign it.",), "You keep the plan and are asked to sign it."),
    (("You can pay by card, and you can book by phone.",), "You can book by phone, and you can pay by card."),
)  # fmt: skip
WRONG = (
    (("Landlords must give tenants notice before they leave.",),
     "Landlords must give tenants notice before leaving."),
    (("A tenant must tell the landlord if they are ill.",), "If a tenant is ill, they must tell the landlord."),
    (("If the landlord agrees, the council can help the tenant.",), "The council can help the tenant if it agrees."),
    (("If the boiler is unsafe, the engineer must tell the landlord and turn it off.",),
     "The engineer must tell the landlord and turn the landlord off if it is unsafe."),
    (("If the grant is refused, the letter says why.",), "The grant says why if it is refused."),
    (("You can pay the council, which can refund it.",), "You can pay the council. You can refund it."),
    (("The council tells the owner, who must pay.",), "The council tells the owner. You must pay."),
    (("It is not a crime to work without a permit.",), "Working without a permit is a crime."),
    (("It is a crime to work without a permit.",), "Working with a permit is a crime."),
    (("It is a crime for landlords to enter without a permit.",), "Entering without a permit is a crime."),
    (("Give it to a person with no home.",), "With no home, give it to a person."),
    (("You can pay by card, and you can then appeal.",), "You can then appeal, and you can pay by card."),
    (("You can apply, and you can get it if you are 60.",), "You can get it, and you can apply if you are 60."),
    (("You cannot say when you left, and when you paid.",), "You can say when you paid, and when you left not."),
    (("It does not say when you left, and when you paid.",), "It says when you paid, and does not when you left."),
    (("You pay £5 a week.",), "You pay £5 per month."),
    (("You pay up to £5 a week.",), "You pay £5 at most every 2 weeks."),
    (("You pay up to £5.",), "You pay no less than £5."),
    (("You can get it if you are 60 or over.",), "You can get it if you are aged 6 or over."),
    (("You can get it if you are 60 or over.",), "You can get it if you are not aged 60 or over."),
    (("You must apply by 3 May: see if you must pay.",), "You must apply by 3 May."),
    (("You can keep the money: check that it is yours.",), "You can keep the money: check it is not yours."),
    (("Fernby tells the owner and then fines them.",), "Fernby tells the owner. They then fine them."),
    (("The bank can refuse, and must not charge you.",), "The bank can refuse, and it must charge you."),
    (("The bank must not refuse and can charge you.",), "The bank must not refuse and it can not charge you."),
    (("You must not sign the form.", "Ask what you can get."),
     "You must not sign the form and ask what you can get."),
    (("You must not pay.", "Registering is free."), "You must not pay, and registering is not free."),
    (("You need a permit from the owner.", "It costs £5."), "You need a permit from the owner. The owner costs £5."),
    (("You can apply for a grant for visitors.", "It lasts 3 years."),
     "You can apply for a grant for visitors. A visitor lasts 3 years."),
    (("Tell us if you move.",), "Tell Fernby if we move."),
    (("We can fine you.",), "You can fine Fernby."),
    (("There is no part for children.",), "There is no part of Fernby for children."),
    (("Fernby normally pays the owner in full.",), "Fernby pays the owner normally in part."),
    (("You usually pay if you are late.",), "You pay if usually you are late."),
    (("You cannot pay by card instead.",), "Instead, you can pay by card."),
    (("It applies after 3 letters to the owner.",), "After 3 letters, it applies to you."),
    (("You can appeal, and for some people that is free.",), "You can appeal for some people. That is free."),
    (("The list names some tests, and those under 16 need a parent.",),
     "The list names some tests. Those under 16 need no parent."),
    (("You can get one of these:", "a bus pass"), "You can get these: a bus pass."),
    (("If you are late, ring the office, which can help.",),
     "If you are late, ring the office. They can help if you are late."),
    (("You keep the plan, and you are asked to sign it.",), "You keep the plan and ask to sign it."),
    (("You must keep the plan, and you pay £5.",), "You must keep the plan and pay £5."),
    (("The rule does not apply to you if you are 60.",), "The rule does not apply if you are not 60."),
    (("You should not pay. Apply early.",), "You should pay. You should apply early."),
    (("Keep the letter.",), "You can keep the letter."),
    (("Call us only if you are ill.",), "You should only call us, if you are ill."),
    (("If you are ill, you get £5.", "Others can pay £6."), "If you are ill, you get £5, and others can pay £6."),
    (("You get £5 if you are ill.", "Pay £6."), "You get £5 if you are ill, and pay £6."),
    (("It opens on 1 May and closes on 5 June.",), "It closes on 1 May and opens on 5 June."),
    (("It opens on 1 May and closes on 5 June.",), "On 1 May and 5 June, it opens and closes."),
    (("Pay £5 on 1 May and £6 on 5 June.",), "Pay £6 on 1 May and £5 on 5 June."),
    (("Pay £5 on 1 May and £6 on 5 June.",), "On 1 May and 5 June, pay £5 and £6."),
    (("Both sites are closed on 25 December and 1 January.",), "On 25 December and 2 January, both sites are closed."),
    (("You may pay on 1 May.",), "You pay on 1 May."),
    (("It began on 1 May 2026.",), "It may begin on 1 May 2026."),
    (("The council where they live must pay if you are ill.",), "The council must pay if they are ill."),
    (("Your employer pays it, and you pay tax on it.",), "You pay it, and your employer pays tax on it."),
)  # fmt: skip


def read(lines, text, *, last=0):
    """What the check says of a text on a page of these lines; `last` quotes only so many of them, the last ones."""
    page = replace(PAGE, lines=tuple(Line(text=line, block=number) for number, line in enumerate(lines)))
    return check(text, *range(len(lines) - (last or len(lines)), len(lines)), page=page).verdict


@pytest.mark.parametrize(("lines", "text"), RIGHT)
def test_what_says_the_same_passes(lines, text):
    assert read(lines, text, last=1 if text == "A permit costs £5." else 0) is Verdict.PASS


@pytest.mark.parametrize(("lines", "text"), WRONG)
def test_its_wrong_twin_is_stopped(lines, text):
    assert read(lines, text) is Verdict.STOP


def test_no_lines_however_odd_break_it():
    """It must stop what it can't read, and not fail: words in any order, lines of marks alone, lists without a lead."""
    chance = Random(3)
    said = ODD.split()
    for _ in range(300):
        lines = tuple(
            Line(
                text=" ".join(chance.choices(said, k=chance.randint(0, 10))) + chance.choice((".", ":", "")),
                kind=chance.choice(list(LineKind)),
                block=chance.randint(0, 2),
            )
            for _ in range(chance.randint(1, 4))
        )
        text = " ".join(chance.choices(said, k=chance.randint(0, 14)))
        check(text, *range(len(lines)), page=replace(PAGE, lines=lines))


ODD = (
    "you can must not it they if , and or . - ' : which because before after 3 £5 1 May 2026 the a child owner usually "
    "instead first only one of these aged from to in on for either see | such as"
)
RATES = tuple(
    Line(text=text, kind=kind, block=1)
    for text, kind in (
        ("Part | Standard rate | Enhanced rate", LineKind.TABLE_HEAD),
        ("Daily living | £76 | £114", LineKind.TABLE_ROW),
        ("Mobility | £30 | £80", LineKind.TABLE_ROW),
    )
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The standard rate of the mobility part is £30.", Verdict.PASS),
        ("The standard rate of the mobility part is £30, and the enhanced rate is £80.", Verdict.PASS),
        ("The mobility part is £30 at the standard rate and £80 at the enhanced rate.", Verdict.PASS),
        ("The standard rate of the mobility part is £80.", Verdict.STOP),
        ("The enhanced rate of the mobility part is £30, and the standard rate is £80.", Verdict.STOP),
        ("The mobility part is £30 or £80.", Verdict.STOP),
        ("The mobility part is £30 at the standard rate or £80 at the enhanced rate.", Verdict.STOP),
        ("The standard rate of the daily living part is £30.", Verdict.STOP),
        ("The standard rate of the mobility part is up to £30.", Verdict.STOP),
        ("The standard rate is £30.", Verdict.STOP),
    ],
)
def test_a_cell_stands_beside_the_head_of_its_own_column(text, verdict):
    page = replace(PAGE, lines=RATES)
    assert check(text, 2, page=page).verdict is verdict


def bullets(lead, *items):
    listed = tuple(Line(text=item, kind=LineKind.BULLET, block=1) for item in items)
    return replace(PAGE, lines=(Line(text=lead), *listed))


@pytest.mark.parametrize(
    ("lead", "items"),
    [
        ("You can get it if you get:", ("Universal Credit", "income-related Employment and Support Allowance")),
        ("You can get it if you are 16 or over and you get:", ("Universal Credit, or", "a war pension")),
        ("You can get it if you are over 2 years old and you get:", ("Universal Credit", "Pension Credit")),
        ("People who are homeless include those who:", ("live in a tent", "stay with friends")),
    ],
)
def test_an_item_may_stand_alone_where_nobody_needs_them_all(lead, items):
    said = f"{lead.removesuffix(':')} {items[0].removesuffix(', or')}."
    assert check(said, 0, 1, page=bullets(lead, *items)).verdict is Verdict.PASS
    both = f"{lead.removesuffix(':')} {items[0].removesuffix(', or')} and {items[1]}."
    if "include" not in lead:
        assert check(both, 0, 1, 2, page=bullets(lead, *items)).verdict is Verdict.STOP


@pytest.mark.parametrize(
    ("lead", "items"),
    [
        ("You can get it if you:", ("live in Wales", "get Universal Credit")),
        ("You can report it in two ways:", ("online", "by phone")),
        ("You can get it if all of these are true:", ("you get Universal Credit", "you get Pension Credit or less")),
    ],
)
def test_an_item_never_stands_alone_where_all_may_be_needed(lead, items):
    said = f"{lead.removesuffix(':')} {items[0]}."
    assert check(said, 0, 1, page=bullets(lead, *items)).verdict is Verdict.STOP
