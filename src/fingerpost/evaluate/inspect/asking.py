"""The solver: puts a question to the door over HTTP, and reads the pages that the reply cites."""

import html
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import httpx
from inspect_ai.model import ModelOutput
from inspect_ai.solver import Generate, Solver, TaskState, solver

from fingerpost.evaluate.attacks.attack import Attack, May
from fingerpost.evaluate.attacks.judging import all_claims

NAME = "fingerpost"
WAIT = 60.0  # seconds for one reply
_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL | re.IGNORECASE)


def as_values(attack: Attack) -> dict[str, Any]:
    """An attack as plain values, for a sample's metadata."""
    return {**asdict(attack), "may": sorted(attack.may), "declined_as": sorted(attack.declined_as)}


def from_values(values: Mapping[str, Any]) -> Attack:
    """The attack of a sample's metadata."""
    return Attack(
        **{
            **values,
            "may": frozenset(map(May, values["may"])),
            "turns": tuple((said, page) for said, page in values["turns"]),
            "forbidden": tuple(values["forbidden"]),
            "declined_as": frozenset(values["declined_as"]),
        }
    )


@solver
def ask_the_door(address: str) -> Solver:
    """Every attack of the sample, one after another: usually one, several where they must come out alike."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        async with httpx.AsyncClient(base_url=address, timeout=WAIT, headers={"Connection": "close"}) as client:
            replies = [await _ask(client, from_values(each)) for each in state.metadata["attacks"]]
            pages = {path: await _read(client, path) for path in sorted(_cited(replies))}
        state.store.set("replies", replies)
        state.store.set("pages", pages)
        state.output = ModelOutput.from_content(NAME, "\n\n".join(map(said_in, replies)))
        state.completed = True
        return state

    return solve


async def _ask(client: httpx.AsyncClient, attack: Attack) -> dict[str, Any]:
    fields: dict[str, Any] = {"question": attack.question, "language": attack.language}
    if attack.nation:
        fields["nation"] = attack.nation
    if attack.turns:
        fields["conversation"] = [{"question": said, "answer": page} for said, page in attack.turns]
    sent = await client.post("/api/v1/ask", json=fields)
    sent.raise_for_status()
    reply: dict[str, Any] = sent.json()
    return reply


async def _read(client: httpx.AsyncClient, path: str) -> str:
    page = await client.get(path)
    page.raise_for_status()
    return page.text


def _cited(replies: list[dict[str, Any]]) -> set[str]:
    return {each["source"]["copy"] for reply in replies for each in all_claims(reply) if each["source"]["copy"]}


def words_of(page: str) -> str:
    """The words of a web page, without its tags."""
    return html.unescape(_TAGS.sub(" ", page))


def said_in(reply: Mapping[str, Any]) -> str:
    """What a reader is told, for the log."""
    said = [f"[{reply['outcome']}] {reply['message']}".strip()]
    said += [
        f"{claim['text']}\n    {claim['source']['title']}: {claim['source']['heading']}" for claim in reply["claims"]
    ]
    return "\n".join(said)
