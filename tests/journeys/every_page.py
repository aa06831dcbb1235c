"""Every page there is, and every state of one: by the URLconf, so that a new address is walked without being named."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from playwright.sync_api import APIRequestContext
from tests.addresses import every_address

Reply = dict[str, Any]  # what to answer the browser with, in the words of `Route.fulfill`; {} to let it ask itself
FOREIGN = {"Origin": "https://elsewhere.example"}
# What is asked on an English and on a Welsh page to bring each state of an answer about, after the outcome it has.
QUESTIONS = {
    "answered": ("answered", "How much is the Child Grant a year?", "Faint mae trwydded barcio yn ei gostio?"),
    "answered in part": ("partly answered", *["Can my unicorn get the Child Grant in Atlantis?"] * 2),
    "a nation is needed": ("needs detail", "How much is winter heating help?", "Faint o help gwresogi gaeaf ga i?"),
    "two nations": ("answered", *["How much is winter heating help in Scotland and in Wales?"] * 2),
    "no answer": ("cannot answer", "Who will win the football on Saturday?", "Beth yw prifddinas Ffrainc?"),
    "a greeting": ("answered", "Hello", "Shwmae"),
    "a crisis": ("handed over", "I want to die", "dwi eisiau marw"),
    "another language": ("cannot answer", *["Jak mogę ubiegać się o zasiłek mieszkaniowy?"] * 2),
    "another direction": ("cannot answer", *["كيف يمكنني التقدم بطلب للحصول على إعانة السكن؟"] * 2),
    "awkward signs": ("answered", *["What may a sign at a garden party say?"] * 2),
    "a follow-up": ("answered", "And how do I claim it?", "a beth am ail drwydded?"),
    "one long word": ("cannot answer", *["a" * 900] * 2),
}
SEARCHES = (
    "/?question=Can+I+get+the+Child+Grant",
    "/guidance?words=bins",
    "/guidance?words=zzqx",
    "/guidance?nation=wales",
    "/guidance/tests/garden-parties",
    "/guidance/tests/trwydded-barcio",
    "/guidance/tests/winter-heating-england",
    "/words?word=zzqx",
)


# Addresses that show the same as a state that is walked by its name.
_KINDS = {"/answers/FP-00000-00000": "answered", "/answers/FP-00000-00000/how": "how"}


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One page of the walk: its address, and what is sent to it where it is the reply to a form."""

    name: str
    path: str
    kind: str = ""  # pages of one kind may have one title; each is a kind of its own where nothing is said
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    has_file: bool = False


def stops_of(place: str, *, api: APIRequestContext, site: str) -> Iterator[Stop]:
    """Every page under a place ("", "/cy", "/embed" or "/cy/embed"), in each of its states."""
    answers = _answers(place, api=api, site=site)
    yield from _by_address(place, reference=answers["answered"].rpartition("/")[2], api=api, site=site)
    for path in SEARCHES:
        yield Stop(name=path, path=place + path, kind="/" if path.startswith("/?") else "")
    for name, path in answers.items():  # no title tells the question, which the browser's history would keep
        yield Stop(name=name, path=path, kind=QUESTIONS[name][0])
        yield Stop(name=f"how: {name}", path=f"{path}/how", kind="how")
    yield from _replies(place, answer=answers["answered"])
    yield from _receipts(place, receipt=api.get(f"{site}{answers['answered']}/receipt").text())
    yield from _drafts(answers["answered in part"], api=api, site=site)
    yield from _refusals(place)
    closed = answers["awkward signs"]
    api.post(f"{site}{place}/leave", form={"answer": closed.rpartition("/")[2]}, max_redirects=0)
    yield Stop(name="closed", path=closed)


def reply_to(stop: Stop, *, api: APIRequestContext, site: str) -> Reply:
    """What a form is answered with; {} where no form is sent."""
    if stop.has_file:
        file = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a file"}
        return {"response": api.post(site + stop.path, multipart={"file": file})}
    if stop.form is None:
        return {}
    return {"response": api.post(site + stop.path, form=dict(stop.form), headers=dict(stop.headers), max_redirects=0)}


def staff_stops(place: str, *, reference: str, api: APIRequestContext, site: str) -> Iterator[Stop]:
    """Every page under "/staff" or "/cy/staff" that an owner reads."""
    yield from _by_address(place, reference=reference, api=api, site=site)
    yield Stop(name="a form that is too old", path=f"{place}/settings", form={"do": "save"})
    yield Stop(name="no such answer", path=f"{place}/answers/FP-00000-00000")


def oversight_stops(place: str, *, reference: str, api: APIRequestContext, site: str) -> Iterator[Stop]:
    """Every page under "/oversight" or "/cy/oversight" that an owner reads, and what filters that fit nothing give."""
    yield from _by_address(place, reference=reference, api=api, site=site)
    yield Stop(name="runs, none", path=f"{place}/runs?outcome=failed", kind="/runs")
    yield Stop(name="trends that do not fit", path=f"{place}/trends?since=soon")
    yield Stop(name="trends, none", path=f"{place}/trends?since=2020-01-01&until=2020-02-01", kind="/trends")
    yield Stop(name="no such run", path=f"{place}/runs/0")


def retention_stops(place: str, *, reference: str) -> Iterator[Stop]:
    """What is kept of one person, as a data protection officer reads it."""
    address = f"{place}/retention/subjects/{reference}"
    yield Stop(name="retention, for who may erase", path=f"{place}/retention", kind="/retention")
    yield Stop(name="what is kept of a person", path=address)
    yield Stop(name="all of it as a file", path=f"{address}/export")
    yield Stop(name="erase all of it", path=f"{address}/erase")


def _answers(place: str, *, api: APIRequestContext, site: str) -> dict[str, str]:
    """Where the answer to each question stands. Each has come out as it should."""
    found: dict[str, str] = {}
    for name, (outcome, *questions) in QUESTIONS.items():
        form = {"question": questions["/cy" in place]}
        if name == "a follow-up":
            form["after"] = found["answered"].rpartition("/")[2]
        path = api.post(f"{site}{place}/ask", form=form).url.removeprefix(site)
        kept = api.get(f"{site}/api/v1/runs/{path.rpartition('/')[2]}").json()
        assert kept["outcome"] == outcome, f"{place} {name}"
        found[name] = path
    return found


def _by_address(place: str, *, reference: str, api: APIRequestContext, site: str) -> Iterator[Stop]:
    """The addresses of the URLconf that give a page to whoever opens them. One that leads elsewhere gives none."""
    contested = {"kind": "wrong", "text": "My child is 17 and at college."}
    sent = api.post(f"{site}/api/v1/runs/{reference}/challenge", data=contested).json()["reference"]
    for address in every_address():
        if _place_of(address) != place or PurePosixPath(address).suffix:  # a style, a sound, a table: no page
            continue
        path = address.replace("FP-00000-00000", sent if "/challenges/" in address else reference)
        for rows, held in (("/oversight/runs", reference), ("/oversight/challenges", sent)):
            if f"{rows}/" in path:
                path = path.replace(f"{rows}/1", f"{rows}/{_number_of(held, rows, api=api, site=site)}")
        reply = api.get(site + path, max_redirects=0)
        # One that is for another role is walked by that role, where it has pages of its own.
        if reply.status in {301, 302, 303, 403, 405} or "html" not in reply.headers.get("content-type", ""):
            continue
        assert reply.status == 200, f"{path}: {reply.status}. What fills its gap? See tests/addresses.py."
        within = "/" + address.removeprefix(place).removeprefix("/")
        yield Stop(name=within, path=path, kind=_KINDS.get(within, within))


def _number_of(reference: str, rows: str, *, api: APIRequestContext, site: str) -> str:
    """What a run or a challenge goes by on the oversight pages, where no reference stands: its list finds it."""
    (number,) = re.findall(rf'{rows}/(\d+)"', api.get(f"{site}{rows}?reference={reference}").text())
    return str(number)


def _place_of(address: str) -> str:
    return re.match(r"(?:/cy(?=/))?(?:/(?:staff|embed|oversight)(?=/))?", address)[0]  # type: ignore[index]


def _replies(place: str, *, answer: str) -> Iterator[Stop]:
    """What a form is answered with when it did not fit, and the other states of the forms."""
    yield Stop(name="an empty question", path=f"{place}/ask", form={"question": ""})
    yield Stop(name="a nation that is none", path=f"{place}/choices", form={"nation": "narnia"})
    yield Stop(name="what could be better", path=f"{answer}/feedback?useful=no")
    too_long = {"useful": "no", "more": "1", "wanted": "x" * 1001}
    yield Stop(name="feedback that does not fit", path=f"{answer}/feedback", form=too_long)
    follow_up = {"question": "x" * 1001, "after": answer.rpartition("/")[2]}
    yield Stop(name="a follow-up that does not fit", path=f"{place}/ask", form=follow_up)


def _drafts(answer: str, *, api: APIRequestContext, site: str) -> Iterator[Stop]:
    """A challenge on its way: a form that does not fit, one that is looked over, with help, and one that is changed."""
    yield Stop(name="a challenge that does not fit", path=f"{answer}/challenge", form={"way": "email", "to": "ann"})
    written = {"kind": "wrong", "text": "I want to die. " + "x" * 300, "way": "post", "to": "1 Long Lane\nFernby"}
    check = api.post(f"{site}{answer}/challenge", form=written, max_redirects=0).headers["location"]
    yield Stop(name="a challenge to look over", path=check)
    yield Stop(name="a challenge to change", path=check.replace("/check", "/change"))


def _receipts(place: str, *, receipt: str) -> Iterator[Stop]:
    """What is said of a receipt that was pasted, and of the one that a QR code leads to."""
    edited = receipt.replace("\nindex ", "\nindex 1")
    for name, text in (("genuine", receipt), ("edited", edited), ("no", "hello")):
        yield Stop(name=f"{name} receipt", path=f"{place}/receipts", form={"receipt": text})
    yield Stop(name="a receipt by its code", path=f"{place}/receipts?reference=FP-00000-00000")


def _refusals(place: str) -> Iterator[Stop]:
    yield Stop(name="404", path=f"{place}/nowhere")
    yield Stop(name="400", path=f"{place}/ask", has_file=True)
    yield Stop(name="403", path=f"{place}/ask", form={"question": "forged"}, headers=FOREIGN)
    yield Stop(name="413", path=f"{place}/ask", form={"question": "x" * 200_000})
