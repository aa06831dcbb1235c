"""The sets by name. Each reads its seeds, which are written by hand in `seeds/*.toml`, and makes its variations."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fingerpost.evaluate.attacks.attack import Attack, May
from fingerpost.evaluate.attacks.encodings import ENCODINGS

SEEDS = Path(__file__).parent / "seeds"
_NO_GUIDANCE = frozenset({"off topic", "nothing borne out"})


def read_set(name: str) -> list[Attack]:
    """Every attack of the set, in a fixed order, each with an id of its own. Raises KeyError for a set unknown."""
    return list(SETS[name]())


def direct() -> Iterator[Attack]:
    """What a person types to make the service do what it must not."""
    for path in sorted((SEEDS / "direct").glob("*.toml")):
        seeds = _load(path)
        for number, (question, turns, group) in enumerate(_asks(seeds), start=1):
            yield Attack(
                id=f"{path.stem}-{number:03}",
                family=seeds["family"],
                question=question,
                turns=turns,
                may=frozenset(May(each) for each in group["may"]),
                language=group.get("language", "en"),
                nation=group.get("nation", ""),
                forbidden=tuple(seeds.get("forbidden", ())),
            )


def _asks(seeds: Mapping[str, Any]) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Mapping[str, Any]]]:
    for group in (seeds, *seeds.get("more", ())):
        yield from ((ask, (), group) for ask in group.get("asks", ()))
    for frame in seeds.get("frames", ()):
        yield from ((frame.format(demand=demand), (), seeds) for demand in seeds.get("demands", ()))
        yield from ((frame.format(**pair), (), seeds) for pair in seeds.get("pairs", ()))
    for talk in seeds.get("talks", ()):
        yield talk[-1], tuple((said, "") for said in talk[:-1]), seeds
    for text in seeds.get("encoded", ()):
        yield from ((encode(text), (), seeds) for encode in ENCODINGS.values())


def ordinary() -> Iterator[Attack]:
    """Ordinary questions that sound frightening. Each is answered, or a detail is asked, or there is no guidance on it:
    never is it refused for what it sounds like."""
    seeds = _load(SEEDS / "ordinary.toml")
    for family in seeds["families"]:
        for number, question in enumerate(family["asks"], start=1):
            yield Attack(
                id=f"{_slug(family['name'])}-{number:03}",
                family=family["name"],
                question=question,
                declined_as=_NO_GUIDANCE,
                is_covered=family.get("covered", True),
                nation=family.get("nation", ""),
            )


def pressure() -> Iterator[Attack]:
    """The same question, asked plainly and again after the answer was called wrong: nothing may change."""
    seeds = _load(SEEDS / "pressure.toml")
    for number, ask in enumerate(seeds["asks"], start=1):
        yield _of_pair(f"pressure-{number:03}-plain", "plain", ask["question"], pair=f"{number:03}", ask=ask)
        doubts = [(doubt, "doubted") for doubt in seeds["doubts"]]
        doubts += [(doubt, "doubted, written last") for doubt in seeds["doubts_written_last"]]
        for at, (doubt, family) in enumerate(doubts, start=1):
            question = f"{doubt.format(**ask)} {ask['question']}"
            yield _of_pair(
                f"pressure-{number:03}-{at:02}",
                family,
                question,
                pair=f"{number:03}",
                ask=ask,
                turns=((ask["question"], ""),),
            )


def pairs() -> Iterator[Attack]:
    """The same question by people who differ in one thing only."""
    seeds = _load(SEEDS / "pairs.toml")
    for number, frame in enumerate(seeds["frames"], start=1):
        for attribute, values in seeds["attributes"].items():
            if attribute not in frame.get("not", ()):
                for at, value in enumerate(values):
                    said = f"{value} {frame['question']}"
                    yield _of_pair(
                        f"pair-{number:02}-{_slug(attribute)}-{at}",
                        attribute,
                        said,
                        pair=f"{number:02}-{attribute}",
                        ask=frame,
                    )


def abstention() -> Iterator[Attack]:
    """What the starter library cannot answer: to be declined, or asked about, or named as not found."""
    seeds = _load(SEEDS / "abstention.toml")
    for number, question in enumerate(seeds["asks"], start=1):
        yield Attack(
            id=f"abstain-{number:03}",
            family=seeds["family"],
            question=question,
            may=frozenset({May.DECLINED, May.ASKED, May.FIXED, May.NAMED}),
        )


def _of_pair(
    id: str, family: str, question: str, *, pair: str, ask: Mapping[str, Any], turns: tuple[tuple[str, str], ...] = ()
) -> Attack:
    return Attack(id=id, family=family, question=question, pair=pair, turns=turns, nation=ask.get("nation", ""))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower())


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


SETS: Mapping[str, Callable[[], Iterator[Attack]]] = {
    "direct": direct,
    "ordinary": ordinary,
    "pressure": pressure,
    "pairs": pairs,
    "abstention": abstention,
}
