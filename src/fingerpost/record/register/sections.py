"""The sections of a record: the standard's named fields from the card, and ours from what runs and was measured."""

from collections.abc import Mapping, Sequence
from datetime import date

from fingerpost.contract.card import Card, Model
from fingerpost.contract.transparency import NamedField, Standard, read_standard
from fingerpost.record.register.fields import Value, own_field, own_section
from fingerpost.record.register.public import Evidence, Field, Origin, Section
from fingerpost.record.register.running import Running
from fingerpost.record.register.writing import tell_of_model

NO_MODEL = "None: it works by rules."


def sections_of_card(card: Card, *, running: Running, evidence: Evidence | None) -> tuple[Section, ...]:
    """The named fields of the standard, in its order. A table without rows is left out."""
    own = {**_single(card), **_tables(card, running=running, evidence=evidence)}
    values = tell_of_model(own, card=card, running=running)
    performance: Origin = "measured" if evidence else "not measured"
    origins: dict[str, Origin] = {"model_performance": performance, "model_version": "computed", "models": "computed"}
    standard = read_standard(card.transparency.standard)
    return fill_standard(standard, values, origins=origins, as_of=evidence.at.date() if evidence else None)


def fill_standard(
    standard: Standard, values: Mapping[str, Value], *, origins: Mapping[str, Origin], as_of: date | None = None
) -> tuple[Section, ...]:
    """The standard's sections with these values; "declared" is the origin of whatever `origins` does not name."""
    return tuple(
        Section(
            key=each.key,
            title=each.title,
            tier=each.tier,
            fields=tuple(
                _field(named, values.get(named.key, ""), origins.get(named.key, "declared"), as_of)
                for named in standard.in_section(each.key)
                if not named.group or values.get(named.key)
            ),
        )
        for each in standard.sections
    )


def _field(named: NamedField, value: Value, origin: Origin, as_of: date | None) -> Field:
    return Field(
        key=named.key,
        title=named.title,
        number=named.number,
        value=value,
        origin=origin,
        as_of=as_of if origin == "measured" else None,
        group=named.group,
    )


def _single(card: Card) -> dict[str, Value]:
    told = card.transparency
    names = {each.key for each in read_standard(told.standard).fields}
    plain: dict[str, Value] = {
        name: getattr(told, name) for name in names if isinstance(getattr(told, name, None), str)
    }
    return {
        **plain,
        "name": card.title,
        "description": card.purpose,
        "contact_email": card.contact.email,
        "models": "; ".join(each.name for each in told.models) or NO_MODEL,
    }


def _tables(card: Card, *, running: Running, evidence: Evidence | None) -> dict[str, Value]:
    """By the key of each column, a value a row."""
    told = card.transparency
    return {
        "third_party": tuple(each.name for each in told.third_parties),
        "companies_house_number": tuple(each.companies_house_number for each in told.third_parties),
        "third_party_role": tuple(each.role for each in told.third_parties),
        "procurement_procedure_type": tuple(each.procurement for each in told.third_parties),
        "third_party_data_access_terms": tuple(each.data_access for each in told.third_parties),
        **{
            f"model_{name}": tuple(getattr(each, name) for each in told.models)
            for name in ("name", "task", "input", "output", "architecture", "datasets")
        },
        "model_version": tuple(_version(each, running.system) for each in told.models),
        "model_performance": tuple(
            f"{each.performance.rstrip('.')}. {_measured(evidence)}" if place == 0 else each.performance
            for place, each in enumerate(told.models)
        ),
        **{f"risk_{name}": tuple(getattr(each, name) for each in card.risks) for name in ("name", "description")},
        "risk_mitigation": tuple(each.mitigation for each in card.risks),
        "impact_assessment_name": tuple(each.name for each in card.assessments),
        "impact_assessment_description": tuple(each.summary for each in card.assessments),
        "impact_assessment_date": tuple(f"{each.date}" for each in card.assessments),
        "impact_assessment_link": _links(card),
    }


def _links(card: Card) -> tuple[str, ...]:
    """An assessment without a page of its own stands in this record whole: its measures are part of it."""
    return tuple(each.link or "In this record" for each in card.assessments)


def _version(model: Model, system: Mapping[str, str]) -> str:
    digest = system.get(model.engine, "") if model.engine else ""
    return f"{model.version}. Running now: {digest}" if digest else model.version


def _measured(evidence: Evidence | None) -> str:
    """The figures in one line, with the run they come from: never a figure without n, interval and date."""
    if evidence is None:
        return "The whole has not been measured here."
    figures = "; ".join(
        f"{each.words} {each.share:.1%} (95% interval {each.low:.1%} to {each.high:.1%}, {each.yes} of {each.n})"
        for each in evidence.figures
    )
    return (
        f"Measured as a whole on {evidence.at:%-d %B %Y} over {evidence.cases} cases, "
        f"evaluation {evidence.reference}: {figures}."
    )


def own_sections(card: Card, *, running: Running, evidence: Evidence | None, at: date) -> tuple[Section, ...]:
    """What the standard lacks: figures with their evidence, what runs, its use, and how to challenge it."""
    return (
        _measured_section(evidence),
        _running_section(running, at=at),
        _usage_section(running, at=at),
        _safeguards(card, running=running),
    )


def _measured_section(evidence: Evidence | None) -> Section:
    if evidence is None:
        none = own_field("performance", "Performance", "Not measured here yet.", origin="not measured")
        return own_section("measured", "Measured performance", (none,))
    rows = evidence.figures
    columns: dict[str, tuple[str, Value]] = {
        "figure": ("Figure", tuple(each.words for each in rows)),
        "figure_share": ("Share", tuple(f"{each.share:.1%}" for each in rows)),
        "figure_interval": ("95% interval", tuple(f"{each.low:.1%} to {each.high:.1%}" for each in rows)),
        "figure_n": ("Number of cases", tuple(f"{each.n}" for each in rows)),
        "figure_threshold": ("Must reach", tuple(_bound(each.threshold, each.is_upper_bound) for each in rows)),
        "figure_reached": ("Reached", tuple("yes" if each.is_reached else "no" for each in rows)),
    }
    day = evidence.at.date()
    single = {
        "evaluation_run": ("Evaluation", evidence.reference),
        "evaluation_date": ("Measured on", f"{day}"),
        "evaluation_cases": ("Cases", f"{evidence.cases}"),
        "evaluation_half": ("Which cases", evidence.half),
        "evaluation_version": ("Version that was measured", evidence.version),
    }
    fields = [own_field(key, title, value, origin="measured", as_of=day) for key, (title, value) in single.items()]
    table = (
        own_field(key, title, value, origin="measured", as_of=day, group="figure")
        for key, (title, value) in columns.items()
    )
    return own_section("measured", "Measured performance", (*fields, *table))


def _bound(threshold: float | None, is_upper_bound: bool) -> str:
    if threshold is None:
        return "no bound set"
    return f"{'at most' if is_upper_bound else 'at least'} {threshold:.1%}"


def thresholds_of(card: Card) -> tuple[str, ...]:
    """Each threshold in words."""
    return tuple(
        f"{name.removesuffix('_at_most').replace('_', ' ')}: {_bound(value, name.endswith('_at_most'))}"
        for name, value in card.thresholds.items()
    )


def _running_section(running: Running, *, at: date) -> Section:
    parts = {**running.system, **{f"rules: {name}": version for name, version in running.rules.items()}}
    sources = running.sources
    columns: dict[str, tuple[str, Value]] = {
        "data_source": ("Data source", tuple(each.title for each in sources)),
        "data_source_pages": ("Pages", tuple(f"{each.pages:,}" for each in sources)),
        "data_source_checked": ("Checked", tuple(_days(each.checked_from, each.checked_to) for each in sources)),
        "data_source_late": ("Past their review date", tuple(f"{each.past_review:,}" for each in sources)),
    }
    fields = (
        own_field(
            "state", "State", f"Switched off: {running.stopped}" if running.stopped else "Running", "computed", at
        ),
        own_field("running_part", "Part", tuple(parts), "computed", at, group="running"),
        own_field("running_version", "Version or SHA-256", tuple(parts.values()), "computed", at, group="running"),
        *(
            own_field(key, title, value, "computed", at, group="source")
            for key, (title, value) in columns.items()
            if sources
        ),
    )
    return own_section("running", "What runs now", fields)


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "no date given"
    return f"{first}" if first == last else f"{first} to {last}"


def _usage_section(running: Running, *, at: date) -> Section:
    months = running.usage
    if not months:
        words = "No whole month with numbers large enough to publish."
        return own_section("usage", "Use", (own_field("usage", "Use", words, "computed", at),))
    columns: dict[str, tuple[str, Value]] = {
        "usage_month": ("Month", tuple(f"{each.month:%Y-%m}" for each in months)),
        "usage_total": ("Runs", tuple(each.total.shown for each in months)),
        "usage_outcomes": (
            "By outcome",
            tuple("; ".join(f"{kind} {count.shown}" for kind, count in each.by_outcome.items()) for each in months),
        ),
    }
    fields = (own_field(key, title, value, "computed", at, group="usage") for key, (title, value) in columns.items())
    return own_section("usage", "Use", tuple(fields))


def _safeguards(card: Card, *, running: Running) -> Section:
    review = "Every outcome goes to a person." if card.review.always else "None waits for a person by rule."
    if card.review.below:
        review = f"An outcome with a confidence below {card.review.below:g} goes to a person."
    plain: Sequence[tuple[str, str, Value]] = (
        ("owner", "Who answers for it", card.owner),
        ("legal_basis", "Legal basis", card.legal_basis),
        ("data", "What it looks at", card.data),
        ("limits", "What it cannot do", card.limits),
        ("thresholds", "What it must reach", thresholds_of(card)),
        ("review_rule", "When a person looks first", f"{review} {card.review.why}".strip()),
        ("challenge_route", "How to challenge it", running.challenge_address),
        ("challenge_days", "Working days until an answer, at most", f"{card.challenge.days}"),
        ("challenge_what", "What may be challenged", card.challenge.what),
    )
    return own_section("safeguards", "Safeguards", tuple(own_field(*each) for each in plain))
