"""A comparison of two language models as the pages show it: rows of both sides, and of the difference."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

MOST = 30
NO_MODEL = "none"


def compared(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What a page shows of `Comparison.as_values()`; None where there is none."""
    if not values:
        return None
    return {
        "reference": values.get("reference", ""),
        "cases": values["cases"],
        "half": values["half"],
        "names": [model_words(values[side]["name"]) for side in "ab"],
        "rows": [_row(each) for each in values["rows"][:MOST]],
        "sides": [_side(values[side]) for side in "ab"],
    }


def model_words(name: str) -> str:
    """The name of a side in the words of the page."""
    return _("No model") if name == NO_MODEL else name


def row_words(name: str) -> str:
    """What a row counts, in the words of the page; the judge's own names as they are."""
    told = {
        "answered": _("Answered"),
        "partly_answered": _("Answered in part"),
        "cannot_answer": _("Could not answer"),
        "needs_detail": _("Asked for a detail"),
        "right_page_first": _("Right page first"),
        "unsupported_claims_at_most": _("An answer with a claim that is not borne out"),
        "fell_back_to_quotes_at_most": _("Quoted because the model could not write"),
        "answers_in_other_words": _("Answers in other words"),
        "claims_in_other_words": _("Claims in other words"),
        "claims_removed_at_most": _("Claims that a check took out"),
        "cost_a_question_at_most": _("Pence a question"),
        "tokens_in_at_most": _("Tokens read, a question"),
        "tokens_cached": _("Of these from the supplier’s cache"),
        "tokens_out_at_most": _("Tokens written, a question"),
        "first_claim_p50_at_most": _("First claim: half came within"),
        "first_claim_p95_at_most": _("First claim: 19 of 20 came within"),
        "whole_answer_p50_at_most": _("Whole answer: half came within"),
        "whole_answer_p95_at_most": _("Whole answer: 19 of 20 came within"),
    }
    return told.get(name, name.removesuffix("_at_most").replace("_", " ").capitalize())


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    difference = row["difference"]
    return {
        "words": row_words(row["name"]),
        "is_code": row_words(row["name"]) == row["name"].removesuffix("_at_most").replace("_", " ").capitalize(),
        "n": row["n"],
        **{side: _estimate(row[side], unit=row["unit"]) for side in ("a", "b")},
        "difference": _estimate(difference, unit=row["unit"], is_signed=True),
        "is_shown": difference["value"] is not None and (difference["low"] > 0 or difference["high"] < 0),
    }


def _estimate(values: Mapping[str, Any], *, unit: str, is_signed: bool = False) -> dict[str, str] | None:
    if any(values[name] is None for name in ("value", "low", "high")):
        return None
    return {name: _number(values[name], unit=unit, is_signed=is_signed) for name in ("value", "low", "high")}


def _number(value: float, *, unit: str, is_signed: bool) -> str:
    sign = ("+" if value > 0 else "−" if value < 0 else "") if is_signed else ""
    size = abs(value) if is_signed else value
    if unit == "share":
        return f"{sign}{100 * size:.1f}%"
    return f"{sign}{size:.2f}p" if unit == "pence" else f"{sign}{size:,.0f}{' ms' if unit == 'ms' else ''}"


def _side(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": model_words(values["name"]),
        "fell_back": sorted(values["fell_back"].items(), key=lambda each: -each[1]),
        "removed": sorted(values["removed"].items(), key=lambda each: -each[1]),
        "evaluation": values.get("evaluation", ""),
    }
