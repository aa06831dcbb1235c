"""Every page there is, and every state of one: by the URLconf, so that a new address is walked without being named."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import APIRequestContext
from tests.addresses import every_address

from fingerpost.contract.context import Nation
from fingerpost.rules.households.interview import pack_interview
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.reading.files import uk_rules

HOUSEHOLD = {
    "in_couple": False,
    "number_of_children": 1,
    "adults": [{"date_of_birth": "1990-05-05", "works": True, "earnings": 18000}],
    "children": [{"age": 6}],
}
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
    yield from _interview(place, api=api, site=site)
    yield from _reports(place, api=api, site=site)
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
    yield Stop(name="messages on their way", path=f"{place}/cases/post?state=waiting")
    yield from _token_stops(place, api=api, site=site)
    yield from _rule_stops(place, api=api, site=site)


def _rule_stops(place: str, *, api: APIRequestContext, site: str) -> Iterator[Stop]:
    """A change of a figure from its form to its end. Each walk has a day of its own: one change of a day waits once."""
    address = f"{place}/rules/figures/child_benefit/eldest"
    (csrf,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', api.get(site + address).text())[-1:]
    change = {
        "value": "28.05",
        "starts_on": "2026-12-02" if "/cy" in place else "2026-12-01",
        "source_title": "Child Benefit rates",
        "source_url": "https://www.gov.uk/child-benefit/what-youll-get",
        "reason": "A new rate.",
        "csrfmiddlewaretoken": csrf,
    }
    yield Stop(name="a change that does not fit", path=address, form={**change, "value": "lots", "do": "check"})
    yield Stop(name="what a change would do", path=address, form={**change, "do": "check"})
    made = api.post(site + address, form={**change, "do": "propose"}, max_redirects=0).headers["location"]
    yield Stop(name="a proposal", path=made)
    yield Stop(name="rules with one that waits", path=f"{place}/rules", kind="/rules")
    yield Stop(
        name="a decision without a reason", path=f"{made}/decide", form={**change, "reason": "", "do": "withdraw"}
    )
    api.post(f"{site}{made}/decide", form={**change, "do": "withdraw"}, max_redirects=0)
    yield Stop(name="a proposal that was taken back", path=made, kind="a proposal")


def _token_stops(place: str, *, api: APIRequestContext, site: str) -> Iterator[Stop]:
    """An access token from its form to its end."""
    wish = {"check": "1", "name": "A contact centre’s assistant", "days": "90", "staff": "yes"}
    check = f"{place}/tokens/new?{urlencode(wish)}"
    yield Stop(name="a token that does not fit", path=f"{place}/tokens/new?check=1&name=&days=x&tools=none")
    yield Stop(name="a token to look over", path=check)
    (csrf,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', api.get(site + check).text())[-1:]
    sent = {**wish, "csrfmiddlewaretoken": csrf}
    yield Stop(name="a token, this once", path=f"{place}/tokens/new", form=sent)
    yield Stop(name="tokens", path=f"{place}/tokens", kind="/tokens")
    (number,) = re.findall(r"/tokens/(\d+)/revoke", api.get(f"{site}{place}/tokens").text())[:1]
    yield Stop(name="a token to revoke", path=f"{place}/tokens/{number}/revoke", kind="/tokens/1/revoke")


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
        if "/staff/repair/" in address:  # guidance must change first: see test_answers_that_change
            continue
        if "/staff/simulations/" in address or "/staff/missing-out/" in address:  # one must be made first
            continue
        if "/staff/cases/letters/" in address:  # a file, and one must be written first
            continue
        if "/staff/cases/FP-" in address or "/staff/cases/templates/1" in address:  # see test_officers_case
            continue
        if "/report/1/" in address or "/follow/" in address or "/reports/FP-" in address:  # see `_reports`
            continue
        if "/staff/rules/proposals/" in address:  # one must be made first: see `_rule_stops`
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


def _interview(place: str, *, api: APIRequestContext, site: str) -> Iterator[Stop]:
    """Questions of each kind about what somebody may be entitled to, a fault of each, all answers, and the result."""
    book = uk_rules()
    packed = pack_interview(book, read_household(book, HOUSEHOLD), nation=Nation.WALES)
    for question in ("housing", "capital", "you.date_of_birth"):
        address = f"{place}/entitlements/question?q={question}&a={packed}"
        yield Stop(name=f"asked: {question}", path=address)
        yield Stop(name=f"not an answer: {question}", path=address, form={"answer": "castle", "day": "x"})
    yield Stop(name="all answers", path=f"{place}/entitlements/check?a={packed}")
    yield Stop(name="an address that is not whole", path=f"{place}/entitlements/check?a={packed[:-9]}")
    result = api.post(f"{site}{place}/entitlements/result", form={"a": packed}).url.removeprefix(site)
    yield Stop(name="what somebody may be entitled to", path=result)
    yield Stop(name="how it was worked out", path=f"{result}/how", kind="how")
    yield from _question_worked_out(place, packed=packed, api=api, site=site)


def _reports(place: str, *, api: APIRequestContext, site: str) -> Iterator[Stop]:
    """A report from its first words to its end, and what everybody sees of it. Each walk has a street of its own."""
    yield Stop(name="a report that does not fit", path=f"{place}/report", form={"text": ""})
    draft = _begin_report(place, api=api, site=site)
    yield Stop(name="a report to change", path=f"{draft}/words")
    yield Stop(name="all that can be reported", path=f"{draft}/service?all=1", kind="service")
    yield Stop(name="nothing chosen", path=f"{draft}/service?all=1", form={})
    streets = re.findall(r'<option value="([^"]+)"', api.get(f"{site}{draft}/place").text())
    street = streets[20 * ["", "/cy", "/embed", "/cy/embed"].index(place)]
    yield Stop(name="a place", path=f"{draft}/place")
    yield Stop(name="no place", path=f"{draft}/place", form={"place": ""})
    yield Stop(name="a detail", path=f"{draft}/fact-part")
    yield Stop(name="no detail", path=f"{draft}/fact-part", form={"answer": ""})
    yield Stop(name="how to reach somebody", path=f"{draft}/contact")
    yield Stop(name="an address that is none", path=f"{draft}/contact", form={"email": "ann", "phone": "x"})
    check = _fill_report(draft, street=street, api=api, site=site)
    yield Stop(name="a report to look over", path=check)
    sent = api.post(site + check, max_redirects=0).headers["location"]
    yield Stop(name="a report that was sent", path=sent)
    (link,) = re.findall(rf'href="{site}[^"]*(/follow/[^"]+)"', api.get(site + sent).text())
    link = f"{place}{link}"  # also within a frame, though it leads out of it
    yield Stop(name="where a report stands", path=link)
    yield Stop(name="nothing to add", path=f"{link}/add", form={"text": ""})
    yield Stop(name="take a report back", path=f"{link}/take-back")
    yield Stop(name="a report for everybody", path=f"{place}/reports/{link.split('/')[-2]}")
    yield Stop(name="no reports", path=f"{place}/reports?service=trees&state=done", kind="/reports")
    yield Stop(name="no such street", path=f"{place}/reports?street=zzqx", kind="/reports")
    like_it = _begin_report(place, api=api, site=site)
    _fill_report(like_it, street=street, api=api, site=site)
    yield Stop(name="one like it nearby", path=f"{like_it}/nearby")
    yield Stop(name="neither of them", path=f"{like_it}/nearby", form={})
    api.post(f"{site}{like_it}/discard", max_redirects=0)
    yield Stop(name="a draft that is gone", path=f"{like_it}/check")


def _begin_report(place: str, *, api: APIRequestContext, site: str) -> str:
    """A new draft about a paving slab; gives where its pages stand."""
    begun = api.post(f"{site}{place}/report", form={"text": "A paving slab by the school is cracked."}, max_redirects=0)
    draft = begun.headers["location"].rpartition("/")[0]
    api.post(f"{site}{draft}/service", form={"service": "potholes"}, max_redirects=0)
    return str(draft)


def _fill_report(draft: str, *, street: str, api: APIRequestContext, site: str) -> str:
    """Answer what it still asks; gives where it is looked over."""
    answers = {"place": {"place": street}, "nearby": {"same": "none"}, "contact": {}}
    address = f"{draft}/place"
    while not address.endswith("/check"):
        answer = answers.get(address.rpartition("/")[2], {"skip": "1"})
        address = api.post(site + address, form=answer, max_redirects=0).headers["location"]
    return address


def _question_worked_out(place: str, *, packed: str, api: APIRequestContext, site: str) -> Iterator[Stop]:
    """A question that needs a sum, what was heard in it, and its result beside it."""
    question = "Rwy'n ennill £18,000. Os caf i godiad o £500, beth alla i ei hawlio?"
    question = question if "/cy" in place else "I earn £18,000. If I get a £500 raise, what am I entitled to?"
    answer = api.post(f"{site}{place}/ask", form={"question": question}).url.removeprefix(site)
    reference = answer.rpartition("/")[2]
    yield Stop(name="a question to be worked out", path=answer)
    yield Stop(name="what was heard in a question", path=f"{place}/entitlements/heard/{reference}")
    sent = {"a": packed, "after": reference, "then": "you.earnings+50000"}
    result = api.post(f"{site}{place}/entitlements/result", form=sent).url.removeprefix(site)
    yield Stop(name="what a raise would do", path=result, kind="what somebody may be entitled to")
    yield Stop(name="a question that was worked out", path=answer, kind="a question to be worked out")


def _refusals(place: str) -> Iterator[Stop]:
    yield Stop(name="404", path=f"{place}/nowhere")
    yield Stop(name="400", path=f"{place}/ask", has_file=True)
    yield Stop(name="403", path=f"{place}/ask", form={"question": "forged"}, headers=FOREIGN)
    yield Stop(name="413", path=f"{place}/ask", form={"question": "x" * 200_000})
