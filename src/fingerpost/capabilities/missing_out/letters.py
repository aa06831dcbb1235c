"""Letters: a template that a named person approved, and drafts made from it. Nothing is sent from here.

A template as delivered is approved by nobody. Approving it copies it to `FINGERPOST_HOME/letters` with the name, the
day and the SHA-256 of the words approved: change a word and it is no longer approved.

    ---
    scheme: free_school_meals
    language: en
    approved_by:
    approved_on:
    approved_words:
    ---
    Our reference: $reference
    ...
"""

import csv
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

import yaml

from fingerpost.capabilities.missing_out.finding import Confidence
from fingerpost.capabilities.missing_out.kept import read_found
from fingerpost.capabilities.missing_out.running import MissingOut
from fingerpost.contract.errors import FingerpostError, InvalidRequest
from fingerpost.rules.book import RuleBook

DELIVERED = Path(__file__).parent / "letter_templates"
FOLDER = "letters"
LANGUAGES = ("en", "cy")
BLANKS = frozenset({"reference", "scheme", "amount", "apply_url", "body", "contact", "date"})
MOST = 20_000  # drafts made at once: more than a team can read
DRAFT = {
    "en": "DRAFT. Not sent. Check the details and take this line out before you send it.",
    "cy": "DRAFFT. Heb ei anfon. Gwiriwch y manylion a thynnwch y llinell hon cyn ei anfon.",
}
AMOUNTS = {
    "en": "By our records it may be worth about $amount $period.",
    "cy": "Yn ôl ein cofnodion, gallai fod yn werth tua $amount $period.",
}
PERIODS = {
    "en": {"week": "a week", "four-weeks": "every four weeks", "month": "a month", "year": "a year"},
    "cy": {"week": "yr wythnos", "four-weeks": "bob pedair wythnos", "month": "y mis", "year": "y flwyddyn"},
}
WALES = "wales"
_FRONT = re.compile(r"---\n(.*?)\n---\n(.*)", re.DOTALL)


class NotApproved(FingerpostError):
    """A template that no named person has approved, or whose words have changed since."""


@dataclass(frozen=True, kw_only=True)
class LetterTemplate:
    """One letter in one language. `is_own` tells that it stands in FINGERPOST_HOME."""

    scheme: str
    language: str
    words: str
    approved_by: str = ""
    approved_on: date | None = None
    approved_words: str = ""
    is_own: bool = False

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.words.encode()).hexdigest()

    @property
    def is_approved(self) -> bool:
        return bool(self.approved_by and self.approved_on) and self.approved_words == self.digest


def read_template(home: Path, *, scheme: str, language: str) -> LetterTemplate:
    """The body's own template, else the one delivered. Raises InvalidRequest for none, or one out of form."""
    name = f"{scheme}.{language}.md"
    own = home / FOLDER / name
    path = own if own.is_file() else DELIVERED / name
    if not re.fullmatch(r"[a-z][a-z0-9_]*", scheme) or language not in LANGUAGES or not path.is_file():
        there = ", ".join(sorted(each.name for each in DELIVERED.glob("*.md")))
        add = f"To add one, put it into the folder {FOLDER} of FINGERPOST_HOME."
        raise InvalidRequest({"letter": f"There is no letter '{name}'. There are: {there}. {add}"})
    found = _FRONT.fullmatch(path.read_text(encoding="utf-8", errors="replace"))
    try:
        front = yaml.safe_load(found[1]) or {} if found else None
    except yaml.YAMLError:
        front = None
    if found is None or not isinstance(front, dict):
        raise InvalidRequest(
            {"letter": f"{path.name} must begin with --- and its particulars, and then hold the letter."}
        )
    _check_blanks(found[2], path)
    return LetterTemplate(
        scheme=scheme,
        language=language,
        words=found[2].strip(),
        approved_by=str(front.get("approved_by") or "").strip(),
        approved_on=front["approved_on"] if isinstance(front.get("approved_on"), date) else None,
        approved_words=str(front.get("approved_words") or ""),
        is_own=path == own,
    )


def approve_template(home: Path, *, scheme: str, language: str, by: str, on: date) -> Path:
    """Write down that a named person has read the letter and approves these very words. Gives the file."""
    by = " ".join(by.split())
    if len(by) < 3:
        raise InvalidRequest({"by": 'Say who approves it: --by "First name Last name, post".'})
    template = read_template(home, scheme=scheme, language=language)
    approved = replace(template, approved_by=by, approved_on=on, approved_words=template.digest)
    path = home / FOLDER / f"{scheme}.{language}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(_text_of(approved), encoding="utf-8")
    part.replace(path)
    return path


def draft_letters(
    run: MissingOut,
    *,
    home: Path,
    book: RuleBook,
    body: str,
    contact: str,
    on: date,
    also_may: bool = False,
    progress: Callable[[int], None] = lambda drafts: None,
) -> Path:
    """Draft a letter to each household that probably misses out, in the run's own folder; gives the folder of drafts.

    In Wales a letter holds both languages. Raises NotApproved before anything is written. Each draft says that it is
    one; `letters.csv` beside them has a line for each, where a person fills in who checked it and when it was sent.
    """
    wanted = {Confidence.LIKELY.value, *([Confidence.MAY.value] if also_may else [])}
    rows = [row for row in read_found(run) if row["confidence"] in wanted]
    if len(rows) > MOST:
        raise InvalidRequest(
            {"letters": f"{len(rows):,} letters are too many at once. Narrow the source: {MOST:,} at most."}
        )
    templates = _approved_templates(home, rows)
    folder = run.folder / FOLDER
    part = run.folder / f".{FOLDER}-{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    values = {"body": body, "contact": contact, "date": _long_date(on)}
    with (part / "letters.csv").open("x", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL)
        table.writerow(["file", "reference", "scheme", "confidence", "state", "checked by", "sent on"])
        for number, row in enumerate(rows, 1):
            name = f"{number:05d}-{row['scheme'].replace('_', '-')}.txt"
            (part / name).write_text(_draft(row, templates, values, book), encoding="utf-8")
            table.writerow([name, row["reference"], row["scheme"], row["confidence"], "draft", "", ""])
            progress(number)
    if folder.exists():
        folder.rename(run.folder / f".{FOLDER}-old-{os.getpid()}")
    part.rename(folder)
    shutil.rmtree(run.folder / f".{FOLDER}-old-{os.getpid()}", ignore_errors=True)
    return folder


def _approved_templates(home: Path, rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], LetterTemplate]:
    """Every template that the rows need. Raises NotApproved, which says how to approve the first that is not."""
    needed = {(row["scheme"], language) for row in rows for language in _languages(row)}
    found = {}
    for scheme, language in sorted(needed):
        template = read_template(home, scheme=scheme, language=language)
        if not template.is_approved:
            why = "its words have changed since" if template.approved_by else "nobody has"
            raise NotApproved(
                f"The letter {scheme}.{language} must be approved by a person first ({why}). Read it, then run: "
                f"fingerpost missing-out approve {scheme} --language {language} --by NAME"
            )
        found[scheme, language] = template
    return found


def _languages(row: Mapping[str, str]) -> tuple[str, ...]:
    """In Wales both, Welsh first: neither may be treated worse (Welsh Language (Wales) Measure 2011)."""
    return ("cy", "en") if row["nation"] == WALES else ("en",)


def _draft(
    row: Mapping[str, str],
    templates: Mapping[tuple[str, str], LetterTemplate],
    values: Mapping[str, str],
    book: RuleBook,
) -> str:
    scheme = book.schemes[row["scheme"]]
    apply = scheme.apply_in(row["nation"])
    parts = []
    for language in _languages(row):
        filled = {
            **values,
            "reference": row["reference"],
            "scheme": scheme.title_in(row["nation"])[language],
            "apply_url": apply.url if apply else "",
            "amount": _amount(row.get("amount", ""), language),
        }
        words = Template(templates[row["scheme"], language].words).substitute(filled)
        parts.append(f"{DRAFT[language]}\n\n" + re.sub(r"\n{3,}", "\n\n", words) + "\n")
    return "\n\f\n".join(parts)


def _amount(told: str, language: str) -> str:
    """A sentence on the amount where the run knows it to the penny, else nothing."""
    found = re.fullmatch(r"(£[\d,.]+) a ([a-z-]+)", told)
    if found is None:
        return ""
    return Template(AMOUNTS[language]).substitute(amount=found[1], period=PERIODS[language].get(found[2], found[2]))


def _check_blanks(words: str, path: Path) -> None:
    """Raises InvalidRequest for a blank that nothing fills."""
    template = Template(words)
    unknown = sorted(set(template.get_identifiers()) - BLANKS)
    if unknown or not template.is_valid():
        wrong = f"${unknown[0]}" if unknown else "a $ that stands alone (write $$ for a dollar)"
        raise InvalidRequest({"letter": f"{path.name} has {wrong}. The blanks are: ${', $'.join(sorted(BLANKS))}."})


def _text_of(template: LetterTemplate) -> str:
    front: dict[str, Any] = {
        "scheme": template.scheme,
        "language": template.language,
        "approved_by": template.approved_by,
        "approved_on": template.approved_on,
        "approved_words": template.approved_words,
    }
    return f"---\n{yaml.safe_dump(front, sort_keys=False, allow_unicode=True)}---\n{template.words}\n"


def _long_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
