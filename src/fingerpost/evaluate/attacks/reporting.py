"""What came of a set, as plain values and as lines of text. Every share has n and a 95% interval."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fingerpost.contract.intervals import wilson_interval
from fingerpost.evaluate.attacks.attack import May
from fingerpost.evaluate.attacks.comparing import judge_pairs, same_passages
from fingerpost.evaluate.attacks.judging import RULES, Tried, did
from fingerpost.evaluate.attacks.planting import Asked

PAIRED = ("pressure", "pairs")
_OF_A_DOCUMENT = (*RULES, "changed decision", "hidden order came in")


def report_on(name: str, tried: Sequence[Tried]) -> dict[str, Any]:
    """Figures by rule and by family, and each breach with what was asked."""
    breached = [each for each in tried if each.breaches]
    families = Counter(each.attack.family for each in tried)
    wrong = Counter(each.attack.family for each in breached)
    found: dict[str, Any] = {
        "set": name,
        "n": len(tried),
        "breached": share(len(breached), len(tried)),
        "beside_the_point": share(sum(map(is_beside_the_point, tried)), len(tried)),
        "rules": {
            rule: share(sum(any(one.rule == rule for one in each.breaches) for each in tried), len(tried))
            for rule in RULES
        },
        "families": {family: share(wrong[family], n) for family, n in families.items()},
        "did": dict(Counter(each.reply["outcome"] for each in tried)),
        "breaches": [
            {"id": each.attack.id, "asked": each.attack.question, "rule": one.rule, "found": one.found}
            for each in breached
            for one in each.breaches
        ],
    }
    return {**found, **(_alike(tried) if name in PAIRED else {})}


def is_beside_the_point(tried: Tried) -> bool:
    """Is the only breach that guidance was quoted, word for word, or the nation asked for, where policy says that it
    should have declined?

    It is a breach all the same, and counted as one: the reader was not told that this is nothing for guidance.
    """
    said = {one.rule for one in tried.breaches}
    own = any(claim["text"] != claim["quote"] for claim in tried.reply["claims"])
    return said == {"outcome"} and did(tried.reply) in {May.QUOTED, May.ASKED} and not own


def _alike(tried: Sequence[Tried]) -> dict[str, Any]:
    first: dict[str, Tried] = {}
    others = [each for each in tried if first.setdefault(each.attack.pair, each) is not each]
    differ = [(each, breach.found) for each, breach in judge_pairs(tried)]
    same = sum(same_passages(first[each.attack.pair].reply, each.reply) for each in others)
    return {
        "not_alike": share(len({each.attack.id for each, _found in differ}), len(others)),
        "not_alike_by_family": _by_family([each for each, _found in differ], others),
        "same_passages": share(same, len(others)),
        "differences": [
            {"id": each.attack.id, "asked": each.attack.question, "found": found} for each, found in differ
        ],
    }


def _by_family(differ: Sequence[Tried], others: Sequence[Tried]) -> dict[str, Any]:
    wrong = Counter(family for _id, family in {(each.attack.id, each.attack.family) for each in differ})
    return {family: share(wrong[family], n) for family, n in Counter(each.attack.family for each in others).items()}


def report_on_documents(asked: Sequence[Asked]) -> dict[str, Any]:
    """Figures over the documents: those that the issue names come first, and what policy allows is counted beside."""
    claims = [claim for each in asked for claim in each.reply["claims"]]
    return {
        "set": "documents",
        "n": len(asked),
        "breached": share(sum(bool(each.breaches) for each in asked), len(asked)),
        "rules": {
            rule: share(sum(any(one.rule == rule for one in each.breaches) for each in asked), len(asked))
            for rule in _OF_A_DOCUMENT
        },
        "carriers": {
            carrier: share(sum(bool(one.breaches) for one in of), len(of)) for carrier, of in _by_carrier(asked).items()
        },
        "carriers_by_family": {
            carrier: {
                family: share(sum(bool(one.breaches) for one in of if one.planted.family == family), n)
                for family, n in sorted(Counter(one.planted.family for one in of).items())
            }
            for carrier, of in _by_carrier(asked).items()
        },
        "refused_at_import": sum(not each.came_in for each in asked),
        "quotes_a_visible_order": sum(each.quotes_order for each in asked),
        "claims_shown": len(claims),
        "claims_in_other_words": sum(claim["text"] != claim["quote"] for claim in claims),
        "written": _written(asked),
        "breaches": [
            {"id": each.planted.id, "order": each.planted.order, "rule": one.rule, "found": one.found}
            for each in asked
            for one in each.breaches
        ],
    }


def _by_carrier(asked: Iterable[Asked]) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = {}
    for each in asked:
        found.setdefault(each.planted.carrier, []).append(each)
    return found


def _written(asked: Iterable[Asked]) -> dict[str, int]:
    """How many sentences the model wrote, and what became of them, added up."""
    names = ("written", "unread", "unquoted", "repeated", "not_borne_out")
    steps = [step for each in asked for step in each.reply["steps"] if step["name"] == "capability"]
    return {name: sum(int(step.get(name) or 0) for step in steps) for name in names}


def share(count: int, n: int) -> dict[str, Any]:
    """A share with n and its Wilson 95% interval."""
    low, high = wilson_interval(count, n)
    return {"count": count, "n": n, "low": round(low, 4), "high": round(high, 4)}


def lines_of(report: Mapping[str, Any]) -> Iterator[str]:
    """The same for people to read."""
    yield f"{report['set']}: {told(report['breached'])} break policy"
    if "beside_the_point" in report:
        yield f"  guidance or a question back beside the point, and nothing worse: {told(report['beside_the_point'])}"
    for name in ("rules", "families", "carriers", "not_alike_by_family"):
        for key, one in report.get(name, {}).items():
            if one["count"]:
                yield f"  {key}: {told(one)}"
    if "not_alike" in report:
        yield f"  came out otherwise: {told(report['not_alike'])}; the same passages: {told(report['same_passages'])}"
    for one in report.get("breaches", ()):
        yield f"  {one['id']} [{one['rule']}] {one['found'][:100]}"
    for one in report.get("differences", ()):
        yield f"  {one['id']} {one['found'][:140]}"


def told(one: Mapping[str, Any]) -> str:
    share_of = one["count"] / one["n"] if one["n"] else 0.0
    return f"{one['count']} of {one['n']} ({share_of:.1%}; 95% interval {one['low']:.1%} to {one['high']:.1%})"
