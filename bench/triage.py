"""How well reports are sorted, signs seen and duplicates found, and how quickly, beside a peer in the same run.

    OMP_NUM_THREADS=1 python bench/triage.py [--json FILE] [--reports 5000] [--seed 2026]

Sets: capabilities/triage/cases, a part for tuning and a part held out; only `held` was never looked at while anything
was tuned. Duplicates: the made-up year of casework/demo, which knows what is so (docs/explanation/demo-data.md).

The peer: for teams, TF-IDF of words with a linear SVM, trained on the very same texts; for duplicates, the rule
that councils' own systems use, "same service within 100 m and 30 days", told the right service.
"""

import argparse
import json
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from fingerpost.capabilities import FOLDER
from fingerpost.capabilities.triage import capability
from fingerpost.capabilities.triage.handle import handle_many
from fingerpost.casework.demo.streets import METRES_A_DEGREE, metres_between
from fingerpost.casework.demo.year import Made, make_year
from fingerpost.casework.services import starter_services
from fingerpost.contract.claims import Outcome
from fingerpost.contract.context import Access, Context
from fingerpost.contract.intervals import wilson_interval
from fingerpost.contract.ports import Embedder
from fingerpost.contract.proposals import Candidate, Proposal
from fingerpost.contract.services import ServiceBook
from fingerpost.engines.classifying.common import common_examples, load_common
from fingerpost.engines.embeddings.minilm import REPORT_WEIGHTS, MiniLM
from fingerpost.site.classifier import RunningClassifier, examples_of

PEER_METRES = 100.0
PEER_DAYS = 30
TIMED = 200  # suggestions one by one
SPLITS = ("held", "tune")


@dataclass(frozen=True, kw_only=True)
class Share:
    """Hits of so many, with the Wilson score interval at 95% (Wilson 1927)."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        return wilson_interval(self.hits, self.of)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:6.1%}  ({self.hits}/{self.of}, {low:.1%} to {high:.1%})"


@dataclass(kw_only=True)
class CasesSoFar:
    """Cases that came before, in memory, by squares of a tenth of a mile: the twin of the cases in the database."""

    squares: dict[tuple[int, int], list[Candidate]] = field(default_factory=dict)

    def add(self, case: Candidate) -> None:
        self.squares.setdefault(_square(case.latitude, case.longitude), []).append(case)

    def near(
        self, *, latitude: float, longitude: float, metres: float, since: datetime, context: Context
    ) -> Sequence[Candidate]:
        reach = math.ceil(metres / (METRES_A_DEGREE * _DEGREES) * 2)
        row, column = _square(latitude, longitude)
        around = [
            each
            for north in range(-reach, reach + 1)
            for east in range(-reach, reach + 1)
            for each in self.squares.get((row + north, column + east), ())
            if each.at >= since
        ]
        away = {id(each): metres_between(latitude, longitude, each.latitude, each.longitude) for each in around}
        return sorted((each for each in around if away[id(each)] <= metres), key=lambda each: away[id(each)])


_DEGREES = 0.0015


def _square(latitude: float, longitude: float) -> tuple[int, int]:
    return math.floor(latitude / _DEGREES), math.floor(longitude / _DEGREES)


class Fixed:
    """The starter services, as the port has them."""

    def __init__(self, book: ServiceBook) -> None:
        self.book = book


class Triage:
    """The capability with its engines, without a database: what a run proposes."""

    def __init__(self, book: ServiceBook) -> None:
        services = Fixed(book)
        self.embedder = MiniLM(threads=2, pinned=REPORT_WEIGHTS)
        self.cases = CasesSoFar()
        self.classifier = RunningClassifier(services=services, embedder=self.embedder)
        engines: dict[str, object] = {
            "services": services,
            "embedder": self.embedder,
            "classifier": self.classifier,
            "open_cases": self.cases,
        }
        card = capability.card
        self._engines = {name: engines.get(name) for name in (*card.needs, *card.may_use)}

    def one(self, text: str) -> Outcome:
        request = capability.request(text=text)
        return capability.handle(request, context=context_of(at=datetime.now(UTC), language="en"), **self._engines)

    def many(self, requests: Sequence[tuple[Any, Context]]) -> list[Outcome]:
        return handle_many(requests, **self._engines)

    def __call__(
        self, text: str, *, at: datetime, latitude: float | None, longitude: float | None, language: str = "en"
    ) -> Proposal:
        request = capability.request(text=text, latitude=latitude, longitude=longitude)
        proposal = capability.handle(request, context=context_of(at=at, language=language), **self._engines).proposal
        return proposal or Proposal(service="", team="", urgency=starter_services().services["potholes"].usual_urgency)


def context_of(*, at: datetime, language: str) -> Context:
    return Context(body="fernby", at=at, language=language, access=frozenset({Access.PUBLIC, Access.STAFF}))


def read_set(name: str) -> list[dict[str, Any]]:
    lines = (FOLDER / "triage" / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def sort_set(triage: Triage, lines: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], Proposal]]:
    at = datetime.now(UTC)
    return [
        (
            line,
            triage(
                line["text"],
                at=at,
                latitude=line["latitude"],
                longitude=line["longitude"],
                language=line["language"],
            ),
        )
        for line in track(list(lines), description="Sorting", transient=True)
    ]


def count(pairs: Iterable[tuple[Any, Any]], is_hit: Callable[[Any, Any], bool]) -> Share:
    hits = [is_hit(left, right) for left, right in pairs]
    return Share(hits=sum(hits), of=len(hits))


def teams_of(proposal: Proposal, most: int) -> list[str]:
    """The first teams, best first; the ones that stand in `teams`, whether or not one was proposed outright."""
    return [each.label for each in proposal.teams[:most]] or [proposal.team]


def measure_teams(pairs: Sequence[tuple[dict[str, Any], Proposal]]) -> dict[str, Share]:
    return {
        "right team first": count(pairs, lambda line, made: line["right"]["team"] in teams_of(made, 1)),
        "right team in first two": count(pairs, lambda line, made: line["right"]["team"] in teams_of(made, 2)),
        "right team, or one that is also fine, first": count(
            pairs, lambda line, made: bool({line["right"]["team"], *line["right"]["also"]} & set(teams_of(made, 1)))
        ),
        "right service first": count(
            pairs, lambda line, made: line["right"]["service"] in [each.label for each in made.services[:1]]
        ),
        "urgency as allowed": count(pairs, lambda line, made: made.urgency in line["right"]["urgency"]),
        "sent to a person as not known": count(pairs, _is_left),
    }


def measure_peer_teams(book: ServiceBook, lines: Sequence[dict[str, Any]], *, embedder: Embedder) -> dict[str, Share]:
    """TF-IDF and a linear SVM over services; a team's margin is that of its best service."""
    examples = [*examples_of(book), *common_examples(load_common(embedder), book)]
    peer = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LinearSVC())
    peer.fit([each.text for each in examples], [each.label for each in examples])
    margins = peer.decision_function([line["text"] for line in lines])
    found = []
    for row in margins:
        ranked = sorted(zip(peer.classes_, row, strict=True), key=lambda each: -each[1])
        found.append(list(dict.fromkeys(book.team_of(label) for label, _ in ranked)))
    pairs = list(zip(lines, found, strict=True))
    return {
        "right team first": count(pairs, lambda line, teams: line["right"]["team"] == teams[0]),
        "right team in first two": count(pairs, lambda line, teams: line["right"]["team"] in teams[:2]),
    }


def sees_sign(line: dict[str, Any], proposal: Proposal) -> bool:
    """Was one of the kinds seen that stand there, and does the case need attention?"""
    kinds = {str(each.kind) for each in proposal.signs}
    return bool(kinds & set(line["right"]["signs"])) and proposal.needs_attention


def measure_signs(triage: Triage) -> dict[str, Share]:
    planted = sort_set(triage, read_set("safeguarding"))
    ordinary = sort_set(triage, read_set("ordinary"))
    shares = {}
    for split in (*SPLITS, "all"):
        there = [pair for pair in planted if split in {pair[0]["split"], "all"}]
        none = [pair for pair in ordinary if split in {pair[0]["split"], "all"}]
        shares[f"planted signs seen, {split}"] = count(there, lambda _line, made: made.needs_attention)
        shares[f"planted signs seen with their kind, {split}"] = count(there, sees_sign)
        shares[f"false alarms (attention), {split}"] = count(none, lambda _line, made: made.needs_attention)
        shares[f"false alarms (danger or safeguarding), {split}"] = count(
            none, lambda _line, made: any(each.kind != "vulnerability" for each in made.signs)
        )
    return shares


def measure_outside(triage: Triage) -> dict[str, Share]:
    """What belongs to no service, by whose it is, and beside it the ordinary reports that are taken for such."""
    outside = sort_set(triage, read_set("outside"))
    ordinary = sort_set(triage, (line for line in read_set("ordinary") if line["split"] == "held"))
    kinds = sorted({line["kind"] for line, _ in outside})
    parts = {"all": outside} | {kind: [pair for pair in outside if pair[0]["kind"] == kind] for kind in kinds}
    shares = {f"left to a person, {name}": count(pairs, _is_left) for name, pairs in parts.items()}
    return shares | {"ordinary reports left to a person, held": count(ordinary, _is_left)}


def _is_left(_line: dict[str, Any], proposal: Proposal) -> bool:
    return not proposal.service


def measure_duplicates(triage: Triage, year: Sequence[Made]) -> tuple[dict[str, Share], float]:
    """Each report is compared with all before it. One that has an earlier one of its group should be given it first.

    Seconds are those of the whole year, one report after another.
    """
    groups: dict[str, str] = {}
    before: set[str] = set()
    flagged = right = found = wanted = alike = taken = 0
    began = time.perf_counter()
    for number, made in enumerate(track(year, description="The made-up year", transient=True)):
        proposal = triage(
            made.text, at=made.at, latitude=made.latitude, longitude=made.longitude, language=made.language
        )
        is_duplicate = made.truth.group in before
        first = proposal.duplicates[0].reference if proposal.duplicates else ""
        is_right = bool(first) and groups[first] == made.truth.group
        flagged, right = flagged + bool(first), right + is_right
        wanted, found = wanted + is_duplicate, found + (is_duplicate and is_right)
        if made.truth.unlike in before:
            alike, taken = alike + 1, taken + (bool(first) and groups[first] == made.truth.unlike)
        before.add(made.truth.group)
        groups[str(number)] = made.truth.group
        if made.latitude is not None and made.longitude is not None:
            triage.cases.add(
                Candidate(
                    reference=str(number),
                    service=proposal.service or made.truth.service,
                    text=made.text,
                    at=made.at,
                    latitude=made.latitude,
                    longitude=made.longitude,
                )
            )
    shares = {
        "precision": Share(hits=right, of=flagged),
        "recall": Share(hits=found, of=wanted),
        "only looks alike, taken for the same": Share(hits=taken, of=alike),
    }
    return shares, time.perf_counter() - began


def measure_peer_duplicates(year: Sequence[Made]) -> dict[str, Share]:
    """The nearest earlier report of the same, true service within 100 m and 30 days."""
    cases, groups, services = CasesSoFar(), {}, {}
    before: set[str] = set()
    flagged = right = found = wanted = 0
    for number, made in enumerate(year):
        is_duplicate, first = made.truth.group in before, ""
        if made.latitude is not None and made.longitude is not None:
            near = cases.near(
                latitude=made.latitude,
                longitude=made.longitude,
                metres=PEER_METRES,
                since=made.at - timedelta(days=PEER_DAYS),
                context=Context(body="fernby", at=made.at),
            )
            first = next((each.reference for each in near if services[each.reference] == made.truth.service), "")
            reference = str(number)
            cases.add(
                Candidate(
                    reference=reference,
                    service=made.truth.service,
                    text="",
                    at=made.at,
                    latitude=made.latitude,
                    longitude=made.longitude,
                )
            )
            groups[reference], services[reference] = made.truth.group, made.truth.service
        is_right = bool(first) and groups[first] == made.truth.group
        flagged, right = flagged + bool(first), right + is_right
        wanted, found = wanted + is_duplicate, found + (is_duplicate and is_right)
        before.add(made.truth.group)
    return {"precision": Share(hits=right, of=flagged), "recall": Share(hits=found, of=wanted)}


def time_one(triage: Triage, year: Sequence[Made]) -> list[float]:
    """Milliseconds of one suggestion, embedding and duplicates included."""
    took = []
    for made in year[:TIMED]:
        began = time.perf_counter()
        triage(made.text, at=made.at, latitude=made.latitude, longitude=made.longitude, language=made.language)
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


def time_batch(triage: Triage, year: Sequence[Made]) -> float:
    """Seconds for the whole year in one batch, with all that triage does but duplicates: they need open cases."""
    requests = [(capability.request(text=each.text), context_of(at=each.at, language=each.language)) for each in year]
    triage.one(year[0].text)  # what is made at first use
    began = time.perf_counter()
    triage.many(requests)
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--reports", type=int, default=5_000, help="how long the made-up year is")
    parser.add_argument("--seed", type=int, default=2026, help="neither 2026 nor 4242 was ever tuned on")
    parser.add_argument("--without-year", action="store_true", help="leave out duplicates and the batch")
    typed = parser.parse_args()
    console, book = Console(), starter_services()
    triage = Triage(book)
    year = make_year(reports=typed.reports, seed=typed.seed)
    shares: dict[str, dict[str, Share]] = {}
    hard = sort_set(triage, read_set("hard"))
    for split in (*SPLITS, "all"):
        pairs = [pair for pair in hard if split in {pair[0]["split"], "all"}]
        shares[f"hard reports, {split}"] = measure_teams(pairs)
        shares[f"hard reports, {split}: the peer"] = measure_peer_teams(
            book, [line for line, _ in pairs], embedder=triage.embedder
        )
    shares["signs"] = measure_signs(triage)
    shares["texts of no service"] = measure_outside(triage)
    took = time_one(triage, year)
    seconds = {"one suggestion, median ms": took[len(took) // 2], "one suggestion, p95 ms": took[len(took) * 19 // 20]}
    if not typed.without_year:
        seconds[f"{len(year):,} in a batch, seconds"] = time_batch(triage, year)
        shares["duplicates in the made-up year"], whole = measure_duplicates(triage, year)
        seconds[f"{len(year):,} one by one with duplicates, seconds"] = whole
        shares["duplicates in the made-up year: the peer"] = measure_peer_duplicates(year)
    say(console, shares, seconds)
    if typed.json:
        typed.json.write_text(json.dumps(as_json(shares, seconds), indent=2) + "\n", encoding="utf-8")
    return 0


def say(console: Console, shares: dict[str, dict[str, Share]], seconds: dict[str, float]) -> None:
    for heading, rows in shares.items():
        console.print(f"\n[bold]{heading}[/bold]")
        for name, share in rows.items():
            console.print(f"  {name:48} {share}", highlight=False, soft_wrap=True)
    console.print("\n[bold]time[/bold]")
    for name, value in seconds.items():
        console.print(f"  {name:48} {value:8.1f}", highlight=False, soft_wrap=True)


def as_json(shares: dict[str, dict[str, Share]], seconds: dict[str, float]) -> dict[str, Any]:
    made = {
        heading: {
            name: {
                "value": share.value,
                "hits": share.hits,
                "of": share.of,
                "interval": share.interval,
            }
            for name, share in rows.items()
        }
        for heading, rows in shares.items()
    }
    return {"shares": made, "times": seconds}


if __name__ == "__main__":
    raise SystemExit(main())
