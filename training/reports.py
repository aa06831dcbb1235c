"""What triage learns from: texts by service, texts that hold a sign of danger or risk, and texts that hold none."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerpost.capabilities.triage import FOLDER as TRIAGE
from fingerpost.capabilities.triage.signs.patterns import find_signs
from fingerpost.capabilities.triage.urgency import needs_attention
from fingerpost.casework.services import starter_services

DATA = Path(__file__).parent / "data" / "triage"
NONE = "none"
SIGNS = (
    *("child-at-risk", "adult-at-risk", "domestic-abuse", "self-neglect", "suicide", "exploitation", "gas", "electric"),
    *("manhole", "sinkhole", "trapped", "fire", "violence-now", "threats", "no-heating", "oxygen", "homeless-tonight"),
)
OTHERWISE = {"wires-down": "electric"}  # what the planted cases call otherwise
OFTEN_WITH_SIGNS = frozenset(
    {"homelessness", "adult-social-care", "early-help", "antisocial-behaviour", "housing-repairs", "damp-and-mould"}
)
"""Of a text about these that was written for its service alone, nobody said whether it holds a sign."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """`service` is "" where nobody said which; `sign` is a code, NONE, or "" where nobody said."""

    text: str
    service: str = ""
    sign: str = ""


def read_texts(*, cases: bool = True) -> list[Text]:
    """Every text once, in a fixed order; without the cases, where they are to be asked about."""
    found = [*_written_for_services(), *_written_for_signs(), *_sentences(), *(_cases() if cases else ())]
    return list({each.text: each for each in found}.values())


def read_calm() -> list[str]:
    """Ordinary cases whose split is "check": nothing is learned from them, and thresholds are chosen on them."""
    return [line["text"] for line in lines_of_cases("ordinary", split="check")]


def lines_of_services() -> Iterator[dict[str, Any]]:
    """What was written for each service: `text`, `service` and `language`."""
    for path in sorted(DATA.glob("services_*.jsonl")):
        yield from _lines(path)


def lines_of_outside() -> Iterator[dict[str, Any]]:
    """What people type that belongs to none of the services: `text`, and `kind`, which says whose it is. The classifier
    alone learns from them."""
    for path in sorted(DATA.glob("outside_*.jsonl")):
        yield from _lines(path)


def lines_of_cases(name: str, *, split: str) -> Iterator[dict[str, Any]]:
    """The cases of one file of triage, such as "hard", that are marked so."""
    return (line for line in _lines(TRIAGE / "cases" / f"{name}.jsonl") if line["split"] == split)


def _written_for_services() -> Iterator[Text]:
    for line in lines_of_services():
        yield _of_service(line["text"], line["service"])
    for service in starter_services().services.values():
        for text in service.examples:
            yield _of_service(text, service.slug)


def _of_service(text: str, service: str) -> Text:
    is_open = service in OFTEN_WITH_SIGNS or needs_attention(find_signs(text))
    return Text(text=text, service=service, sign="" if is_open else NONE)


def _written_for_signs() -> Iterator[Text]:
    for path in [*sorted(DATA.glob("signs*.jsonl")), *sorted(DATA.glob("lookalikes*.jsonl"))]:
        for line in _lines(path):
            yield Text(text=line["text"], sign=OTHERWISE.get(line["code"], line["code"]))


def _sentences() -> Iterator[Text]:
    code = ""
    for line in (TRIAGE / "signs" / "examples.txt").read_text(encoding="utf-8").splitlines():
        if header := re.fullmatch(r"\[([\w-]+)\]", line.strip()):
            code = OTHERWISE.get(header[1], header[1])
        elif line.strip() and not line.startswith("#"):
            yield Text(text=line.strip(), sign=code)


def _cases() -> Iterator[Text]:
    """The cases of the split "tune" alone: what is held or only for checking stays unseen."""
    for name in ("hard", "safeguarding", "ordinary"):
        for line in lines_of_cases(name, split="tune"):
            right = line["right"]
            why = OTHERWISE.get(line["why"], line["why"])
            sign = why if name == "safeguarding" else "" if right["attention"] else NONE
            yield Text(text=line["text"], service=right["service"], sign=sign)


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
