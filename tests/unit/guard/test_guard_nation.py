"""Which nation a question is about: by name, by place, by what only one nation has; never guessed."""

from pathlib import Path

import pytest
from tests.unit.guard.guard_runs import Turn, run_of

from fingerpost.contract.context import Nation
from fingerpost.guard import places
from fingerpost.guard.before.nation import decide_nation
from fingerpost.guard.places import nations_named

FILE = Path(places.__file__).with_name("places.txt")
ENGLAND, SCOTLAND, WALES, NI = Nation.ENGLAND, Nation.SCOTLAND, Nation.WALES, Nation.NORTHERN_IRELAND

NAMED = {
    "What help is there in England?": ENGLAND,
    "free school meals leeds": ENGLAND,
    "I live in Newcastle upon Tyne": ENGLAND,
    "can I appeal my EHCP": ENGLAND,
    "bins in Tower Hamlets": ENGLAND,
    "Does Bath and North East Somerset have a tip?": ENGLAND,
    "what is scottish child payment": SCOTLAND,
    "I'm in Glasgow": SCOTLAND,
    "how do I apply for Adult Disability Payment": SCOTLAND,
    "Na h-Eileanan Siar council tax": SCOTLAND,
    "perth and kinross bins": SCOTLAND,
    "Funeral costs in Wales": WALES,
    "council tax cardiff": WALES,
    "beth yw'r dreth gyngor yng Nghaerdydd": WALES,
    "dw i'n byw yng Ngwynedd": WALES,
    "budd-dal tai ym Merthyr Tudful, Cymru": WALES,
    "prawf gyrru yn Ynys Môn": WALES,
    "gofal plant yng Nghymru": WALES,
    "Do Welsh tenants need an occupation contract?": WALES,
    "rates in Northern Ireland": NI,
    "I live in Derry": NI,
    "how do I contact the Housing Executive": NI,
    "co. down bins": NI,
    "treth yng Ngogledd Iwerddon": NI,
    "budd-dal yn yr Alban": SCOTLAND,
    "trwydded yn Lloegr": ENGLAND,
}

NOT_NAMED = [
    "What is the Bank of England rate?",
    "I bank with Bank of Scotland",
    "is Scottish Power my supplier",
    "do I need to speak Welsh for the job",
    "is there a form in Welsh",
    "I moved from New South Wales",
    "my friend lives in Newport",
    "I live in Perth",
    "bins in Bangor",
    "I enjoy reading, where is the library",
    "where can I bath my dog",
    "my NI number is wrong",
    "do I need an English language test for my visa",
    "potholes on London Road",
    "United Kingdom passport",
    "Great Britain driving licence",
    "is Ireland in the common travel area",
    "council tax reduction",
]


@pytest.mark.parametrize(("question", "nation"), NAMED.items())
def test_the_nation_of_the_words_is_found(question, nation):
    run = decide_nation(run_of(question))
    assert run.context.nation is nation
    assert run.steps[0].found == {"nations": [nation.value], "nation": nation.value, "by": "question"}


@pytest.mark.parametrize("question", NOT_NAMED)
def test_words_that_name_no_nation_decide_nothing(question):
    assert nations_named(question) == ()
    assert decide_nation(run_of(question)).context.nation is None


def test_what_was_given_stands_where_the_question_does_not_say():
    run = decide_nation(run_of("council tax reduction", nation=WALES))
    assert run.context.nation is WALES
    assert run.steps[0].found == {"nations": [], "nation": "wales", "by": "context"}


def test_the_question_wins_over_what_was_given_and_the_step_says_so():
    run = decide_nation(run_of("Can I get Scottish Child Payment?", nation=ENGLAND))
    assert run.context.nation is SCOTLAND
    assert run.steps[0].found["instead_of"] == "england"


@pytest.mark.parametrize("given", [None, WALES])
def test_two_nations_decide_nothing(given):
    run = decide_nation(run_of("I am moving from Cardiff to Leeds", nation=given))
    assert run.context.nation is None
    assert run.steps[0].found["nations"] == ["wales", "england"]


def test_what_the_person_said_earlier_counts_and_what_was_answered_does_not():
    turns = (
        Turn(question="I live in Swansea"),
        Turn(question="can I get help with rent?", answer="Housing help in Scotland"),
    )
    run = decide_nation(run_of("and council tax?", conversation=turns))
    assert run.context.nation is WALES
    assert run.steps[0].found["by"] == "conversation"


def test_the_last_place_named_counts():
    turns = (Turn(question="I live in Swansea"), Turn(question="I have now moved to Belfast"))
    assert decide_nation(run_of("and council tax?", conversation=turns)).context.nation is NI


def test_what_was_given_wins_over_what_was_said_earlier():
    run = decide_nation(run_of("and council tax?", conversation=(Turn(question="Swansea"),), nation=ENGLAND))
    assert run.context.nation is ENGLAND


def test_a_place_and_its_nation_are_one():
    assert nations_named("Cardiff in Wales, that is Caerdydd yng Nghymru") == (WALES,)


def test_at_least_120_places_are_known_for_the_four_nations():
    lines = FILE.read_text(encoding="utf-8").splitlines()
    names = [name.strip() for line in lines if line and line[0] not in "#[" for name in line.split(",")]
    assert len(names) >= 250
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("question", "nation"),
    [
        ("I was born in Wales but live in England. How much is Child Benefit?", ENGLAND),
        ("I grew up in Scotland and now live in Cardiff. Are prescriptions free?", WALES),
        ("We moved here from Glasgow and live in Leeds, who pays for care?", ENGLAND),
        ("I live in England but work in Wales, who do I pay?", None),
        ("I live in Scotland and my mum lives in England, can she get carers benefits?", None),
        ("born in Wales or born in Scotland, does it matter?", None),
    ],
)
def test_where_somebody_lives_counts_and_not_where_they_come_from(question, nation):
    assert decide_nation(run_of(question)).context.nation is nation


def test_where_somebody_was_born_counts_where_nothing_else_is_said():
    assert (
        decide_nation(run_of("I was born in Scotland, how do I get my birth certificate?")).context.nation is SCOTLAND
    )
