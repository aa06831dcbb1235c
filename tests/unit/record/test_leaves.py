"""The leaf is for ever: it commits to what was said and holds no word of it."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.ledger_runs import NOON, answered, make_run

from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.context import Context
from fingerpost.contract.run import Step, Verdict
from fingerpost.record.canonical import canonical_json
from fingerpost.record.leaves import Commitment, closed_leaf, commit_to, leaf_hash, opened_leaf

SYSTEM = {"release": "0.1.0", "search": "7f" * 32}
words = st.text(st.characters(categories=["Ll", "Lu"]), min_size=4, max_size=20)


def closed(run) -> str:
    commitments = {"request": commit_to("asked").digest, "reply": commit_to("said").digest}
    return closed_leaf(run, system=SYSTEM, commitments=commitments, sealed_sha256="cd" * 32)


def test_the_leaf_hash_is_that_of_rfc_9162():
    """Known answers of Certificate Transparency's reference tree, for an empty leaf and for one zero byte."""
    assert leaf_hash("") == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert leaf_hash("\x00") == "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_leaf_hash_covers_each_byte_behind_a_zero(leaf):
    assert leaf_hash(leaf) == hashlib.sha256(b"\x00" + leaf.encode()).hexdigest()


def test_a_commitment_opens_with_its_salt_and_its_text_and_with_no_other():
    commitment = commit_to("When is my bin day?")
    assert commitment.digest == hashlib.sha256(bytes.fromhex(commitment.salt) + b"When is my bin day?").hexdigest()
    assert commitment.opens_with("When is my bin day?")
    assert not commitment.opens_with("When is my bin day")
    assert not Commitment(salt=commit_to("").salt, digest=commitment.digest).opens_with("When is my bin day?")


def test_the_same_text_is_committed_to_differently_each_time():
    assert len(bytes.fromhex(commit_to("yes").salt)) == 32
    assert commit_to("yes").digest != commit_to("yes").digest


def test_an_opened_leaf_says_what_will_run_and_nothing_else():
    assert json.loads(opened_leaf(make_run(), system=SYSTEM)) == {
        "type": "run/opened",
        "version": 1,
        "reference": "FP-7K2M9-QX4DA",
        "body": "fernby",
        "capability": "answer",
        "door": "cli",
        "at": "2026-11-22T12:30:15.250+00:00",
        "system": SYSTEM,
    }


def test_a_closed_leaf_says_what_came_of_it():
    leaf = json.loads(closed(make_run()))
    assert leaf["type"] == "run/closed"
    assert leaf["route"] == "deliver"
    assert leaf["outcome"] == {"kind": "answered", "reason": "", "confidence": "0.8700", "complete": True}
    assert leaf["sources"] == ["ab" * 32]
    assert leaf["steps"] == [{"name": "size", "verdict": "pass"}, {"name": "capability", "verdict": "pass"}]
    assert leaf["reviewer"] is None
    assert set(leaf["commitments"]) == {"request", "reply"}
    assert leaf["sealed_sha256"] == "cd" * 32


def test_a_leaf_is_canonical():
    for leaf in (opened_leaf(make_run(), system=SYSTEM), closed(make_run())):
        assert canonical_json(json.loads(leaf)) == leaf


def test_the_time_of_a_leaf_does_not_depend_on_the_clock_of_the_machine():
    here = make_run()
    there = NOON.astimezone(timezone(timedelta(hours=1)))
    elsewhere = make_run(body="fernby")
    elsewhere = type(elsewhere)(**{**vars(elsewhere), "context": Context(body="fernby", at=there, subject="s")})
    assert json.loads(closed(elsewhere))["at"] == json.loads(closed(here))["at"]


def test_a_run_that_a_guard_stopped_says_which_guard_and_not_why():
    """Why can be "suicide": too much to say of a person for ever."""
    steps = (Step(name="size"), Step(name="crisis", verdict=Verdict.STOP, reason="suicide"))
    outcome = Outcome(kind=OutcomeKind.HANDED_OVER, reason="suicide", message="Call 116 123.")
    leaf = closed(make_run(steps=steps, outcome=outcome))
    assert json.loads(leaf)["outcome"]["reason"] == "crisis"
    assert "suicide" not in leaf


def test_a_run_that_broke_says_in_which_class_of_fault():
    steps = (Step(name="capability", verdict=Verdict.STOP, reason="ZeroDivisionError"),)
    outcome = Outcome(kind=OutcomeKind.FAILED, reason="ZeroDivisionError")
    leaf = json.loads(closed(make_run(steps=steps, outcome=outcome)))
    assert leaf["outcome"]["reason"] == "ZeroDivisionError"
    assert leaf["route"] == "stop"


def test_a_run_without_an_outcome_counts_as_failed():
    assert json.loads(closed(make_run(outcome=None)))["outcome"]["kind"] == "failed"


@given(question=words, reply=words, label=words, id_number=st.integers(min_value=10_000))
def test_no_word_of_the_question_or_of_the_reply_stands_in_a_leaf(question, reply, label, id_number):
    run = make_run(
        question=f"{question} {id_number}",
        outcome=answered(reply, digest=hashlib.sha256(reply.encode()).hexdigest()),
        steps=(Step(name="check", reason=label, found={"note": [reply]}),),
    )
    run = type(run)(**{**vars(run), "masked": {"[email 1]": question}})
    said = set(all_words_of(json.loads(closed(run)))) | set(all_words_of(json.loads(opened_leaf(run, system=SYSTEM))))
    assert not {question.lower(), reply.lower(), label.lower(), str(id_number)} & (said - FIXED)


FIXED = {"type", "kind", "name", "pass", "answer", "opened", "closed", "answered", "deliver", "version", "reference"}
FIXED |= {"body", "fernby", "capability", "door", "system", "release", "search", "route", "outcome", "reason", "steps"}
FIXED |= {"confidence", "complete", "sources", "verdict", "reviewer", "commitments", "request", "reply", "check"}
FIXED |= {"sealed"}


def all_words_of(value: Any) -> Iterator[str]:
    """Every word of every key and text but hashes, references and times, in lower case."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from all_words_of(key)
            yield from all_words_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_words_of(inner)
    elif isinstance(value, str) and not re.fullmatch(r"[0-9a-f]{64}|FP-.*|\d{4}-\d\d-\d\dT.*", value):
        yield from re.findall(r"[^\W_]+", value.lower())
