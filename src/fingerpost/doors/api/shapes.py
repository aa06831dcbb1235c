"""The reply as the API describes it (see `pipeline.reply`). Steps may hold more than is named here."""

from ninja import Schema
from pydantic import ConfigDict, Field


class Source(Schema):
    """Where a claim can be checked. `link` leads to the heading; `checked_on` is the day a person checked the page."""

    id: str
    digest: str
    title: str
    url: str
    heading: str
    anchor: str
    link: str
    copy_: str = Field(alias="copy", default="")
    nation: str
    nations: list[str]
    language: str
    checked_on: str | None


class Line(Schema):
    """A line as it stood on the page. `kind` is sentence, bullet, number, table-head or table-row."""

    text: str
    kind: str
    block: int
    marked: bool


class Reckoned(Schema):
    """What rules reckoned, of a claim that rests on a rule. `part` is scheme, reason, working, note, document, left out
    or earnings; `about` the scheme or rule. `verdict` is likely, may or unlikely of a scheme, yes or no of a reason.
    `low` and `high` are pence for each `period`: week, four-weeks, month, year, or none for a sum. `missing` are the
    facts that would settle it. `rows` are points of a curve in pounds a year: earnings, and what is left."""

    part: str
    about: str = ""
    kind: str = ""
    verdict: str = ""
    low: int | None = None
    high: int | None = None
    period: str = ""
    missing: list[str] = Field(default_factory=list)
    rows: list[list[int]] = Field(default_factory=list)


class Claim(Schema):
    """One thing said. `quote` stands word for word in the source; `marked` are the lines that answer most directly.

    Where `text` is not the quote, a language model wrote it and a check held it to `quote` and to the quotes in
    `beside`. Show those with it, each with its source. A claim with `reckoned` rests on a rule: `beside` has its
    reasons and working.
    """

    text: str
    quote: str
    marked: list[str]
    lines: list[Line]
    beside: list["Claim"] = Field(default_factory=list)
    source: Source
    reckoned: Reckoned | None = None


class Written(Schema):
    """Who wrote the claims. `by` is the name of the language model that wrote those in other words than their quotes;
    empty where all are quotes. `why_quoted` is a code: why no model wrote, or why it did not write all of them."""

    by: str
    why_quoted: str


class NextStep(Schema):
    """Something to do next. `kind` is apply, check or contact."""

    kind: str
    label: str
    url: str
    phone: str


class Signpost(Schema):
    """Help for somebody who may be in danger. Show it first."""

    name: str
    heading: str
    words: str
    contacts: list[NextStep]


class Ask(Schema):
    """One detail that is needed. `choices` are pairs of value and words; send the value under `field`."""

    field: str
    question: str
    choices: list[list[str]]


class Suggested(Schema):
    """Where a suggested heading stands: `copy` is the path of our copy of the page, `anchor` the heading's place."""

    heading: str
    anchor: str
    copy_: str = Field(alias="copy", default="")


class Contact(Schema):
    """Who a person may turn to."""

    team: str
    email: str
    phone: str
    url: str


class Step(Schema):
    """What one stage found, and how long it took. The step "personal data" has `masked`: how many of each kind."""

    model_config = ConfigDict(extra="allow")

    name: str
    verdict: str
    reason: str
    milliseconds: float


class Reply(Schema):
    """What was found, where it stands, why, and each step on the way.

    `outcome` is answered, partly answered, needs detail, cannot answer, handed over, stopped or failed.
    """

    reference: str = Field(description="What to quote when asking about this answer.")
    capability: str = Field(description="The capability that answered.")
    at: str = Field(description="When it was asked, ISO 8601 with its zone.")
    nation: str | None = Field(description="The nation it was answered for, if known.")
    language: str = Field(description="The language it was answered in.")
    outcome: str = Field(
        description="answered, partly answered, needs detail, cannot answer, handed over, stopped or failed."
    )
    reason: str = Field(description="A stable code for why, or empty.")
    complete: bool = Field(description="Does it answer all that was asked?")
    message: str = Field(description="A fixed sentence for the reader, or empty.")
    message_language: str = Field(
        description="The language of the message. It may go on, after an empty line, in the language of the answer."
    )
    signposts: list[Signpost] = Field(description="Help for somebody who may be in danger. Show it first.")
    claims: list[Claim] = Field(description="What the guidance says, best first.")
    written: Written = Field(description="Whether the claims are quoted word for word, or a language model wrote some.")
    not_found: list[str] = Field(description="Words of the question that no quoted passage contains.")
    next_steps: list[NextStep] = Field(description="What to do next.")
    asks: list[Ask] = Field(description="Details that are needed before an answer can be given.")
    suggestions: list[str] = Field(description="Other headings that may help.")
    suggested: list[Suggested] = Field(description="The same headings, each with where it stands.")
    compares: list[str] = Field(description="The nations whose terms the question sets side by side.")
    confidence: float | None = Field(description="From 0 to 1: the chance that the claims answer what was asked.")
    contact: Contact = Field(description="Who a person may turn to.")
    explanation: dict[str, str] = Field(
        description="Why, in six kinds: rationale, responsibility, data, fairness, safety_and_performance, impact."
    )
    steps: list[Step] = Field(description="Each step on the road, what it found and how long it took.")


class Fault(Schema):
    """What went wrong. `kind` is a stable word, `message` a sentence, `fields` a sentence for each wrong field."""

    kind: str
    message: str
    fields: dict[str, str]


class FaultReply(Schema):
    error: Fault


class Health(Schema):
    """`status` is ok, or degraded where something is missing; `doctor` on the command line says what."""

    status: str = Field(description="ok or degraded.")
    capabilities: list[str] = Field(description="The commands there are.")
    missing: list[str] = Field(description="Engines that are needed and not there.")
