"""Runs, requests and passages for the tests of the guard."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from fingerpost import guard
from fingerpost.contract.capability import ask_for
from fingerpost.contract.claims import Claim, Source
from fingerpost.contract.context import ALL_NATIONS, Access, Context, Nation
from fingerpost.contract.passages import Line, LineKind, NextStepLink, Passage, passage_digest
from fingerpost.contract.run import Route, Run


@dataclass(frozen=True, kw_only=True)
class Turn:
    question: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    question: str = ask_for("Your question", max_length=1000)
    more: str = ask_for("Anything else", max_length=200, default="")
    team: str = ask_for("Team", free_text=False, default="")
    conversation: tuple[Turn, ...] = ask_for("Earlier", free_text=False, default=())


CONTEXT = Context(body="fernby", at=datetime(2026, 11, 22, 12, tzinfo=UTC))


def run_of(question, *, conversation=(), more="", nation=None, language="en", team=""):
    request = Question(question=question, conversation=conversation, more=more, team=team)
    context = replace(CONTEXT, nation=nation, language=language)
    return Run(reference="FP-1", capability="answer", request=request, context=context)


def guarded(question, **circumstances):
    """The run after every check, stopped where the pipeline would stop it."""
    run = run_of(question, **circumstances)
    for check in guard.BEFORE:
        run = check(run)
        if run.route is Route.STOP:
            break
    return run


HOUSING = Passage(
    id="fernby/starter/housing#pay",
    document="housing",
    collection="starter",
    body="fernby",
    title="Housing help in Wales",
    heading_path=("What you'll get", "How it is paid"),
    anchor="how-it-is-paid",
    lines=(
        Line(text="You can get up to £1,250.50 a month from 6 April 2026."),
        Line(text="You must have lived in Wales for at least 28 days and work 16 hours or more."),
        Line(text="people aged 18 to 64", kind=LineKind.BULLET, block=1),
        Line(text="people with savings of less than £16,000", kind=LineKind.BULLET, block=1),
        Line(text="Rate | Amount", kind=LineKind.TABLE_HEAD, block=2),
        Line(text="Single | £92.05 a week", kind=LineKind.TABLE_ROW, block=2),
        Line(text="20% of the cost is paid within 10 working days.", block=3),
        Line(
            text="Call the Housing Advice Line on 0800 123 4567, 9am to 5:30pm, or write to help@fernby.example.",
            block=3,
        ),
        Line(text="Send form HB21 by 31 January 2027 to Citizens Advice Cardiff.", block=3),
        Line(text="Apply at https://www.fernby.example/housing/apply within twenty-one days.", block=3),
        Line(text="You do not pay it back twice in 2026/27, or in your first year.", block=3),
    ),
    url="https://www.fernby.example/housing",
    copy="/guidance/starter/housing",
    language="en",
    nations=frozenset({Nation.WALES}),
    audience=frozenset({"residents"}),
    access=Access.PUBLIC,
    digest=passage_digest("housing"),
    checked_on=date(2026, 11, 1),
    valid_from=date(2026, 4, 6),
    valid_to=date(2027, 4, 5),
    next_steps=(NextStepLink(kind="apply", label="Apply for help", url="https://www.fernby.example/housing/apply"),),
)
CLAIMED_BY = replace(CONTEXT, nation=Nation.WALES)
ANYWHERE = replace(HOUSING, nations=ALL_NATIONS, title="Housing help")


def source_of(passage, **changes):
    source = Source(
        id=passage.id,
        digest=passage.digest,
        title=passage.title,
        url=passage.url,
        heading=passage.heading,
        anchor=passage.anchor,
        link=passage.link,
        nations=passage.nations,
        language=passage.language,
        checked_on=passage.checked_on,
    )
    return replace(source, **changes)


def claim_of(passage, start=0, end=None, **changes):
    """A true claim: some whole lines of the passage."""
    lines = passage.lines[start:end]
    words = "\n".join(line.text for line in lines)
    claim = Claim(
        text=words,
        quote=words,
        source=source_of(passage),
        marked=(lines[0].text,),
        lines=tuple((line.kind.value, line.block, line.text) for line in lines),
    )
    return replace(claim, **changes)


def verdicts(claim, passage=HOUSING, context=CLAIMED_BY):
    """The name of each check of what goes out, with its verdict."""
    return {finding.check: finding.verdict for finding in (check(claim, passage, context) for check in guard.AFTER)}
