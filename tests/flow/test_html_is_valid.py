"""Every page is valid HTML in both languages, as html-validate reads the standard.

`make test` installs the validator from tests/html. Its rules of taste are off (spaces at the end of a line, how empty
attributes and void elements are written, the length of a title), and those that ask for what our pages do not need:
digests of files from our own host, and telephone numbers that cannot break. Identifiers may be any the standard allows.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from tests.accounts import Phone, signed_in
from tests.casefiles import opened, report_of
from tests.registered import register_all

from fingerpost.capabilities.simulate.kept import save_simulation
from fingerpost.capabilities.simulate.simulating import simulate, synthetic_population
from fingerpost.casework.members import join_team
from fingerpost.doors.accounts import add_member
from fingerpost.doors.installation import now
from fingerpost.doors.staff.simulations.page import EXAMPLE
from fingerpost.record.models import Entry
from fingerpost.rules.households.interview import pack_interview
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.reading.files import uk_rules
from fingerpost.rules.reforms import parse_reform
from fingerpost.site import profiles

HERE = Path(__file__).resolve().parents[1] / "html"
VALIDATOR = HERE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
# What a script may put in place of the page: the validator would take its <main> for a second one of this page.
TEMPLATES = re.compile(r"<template.*?</template>", re.DOTALL)
PATHS = (
    "/",
    "/?question=Can+I+get+the+Child+Grant",
    "/guidance",
    "/guidance?words=bins",
    "/guidance?words=zzqx",
    "/guidance?nation=wales",
    "/guidance/all",
    "/guidance/topics/other",
    "/guidance/tests/child-grant",
    "/guidance/tests/garden-parties",
    "/guidance/tests/trwydded-barcio",
    "/words",
    "/rules",
    "/rules?words=zzqx",
    "/rules/child_benefit",
    "/rules/universal_credit",
    "/entitlements",
    "/entitlements/question",
    "/choices",
    "/about",
    "/privacy",
    "/accessibility",
    "/contact",
    "/alerts/confirmed",
    "/alerts/stopped",
    "/alerts/old",
    "/receipts",
    "/receipts?reference=FP-7K2M9-QX4DA",
    "/left",
    "/nowhere",
)
HOUSEHOLD = {
    "in_couple": False,
    "number_of_children": 1,
    "no_public_funds": False,
    "adults": [{"date_of_birth": "1990-05-05", "works": True, "earnings": 18000}],
    "children": [{"age": 6}],
}
QUESTIONS = (
    "How much is the Child Grant a year?",
    "How much is winter heating help?",
    "How much is winter heating help in England, and in Wales?",
    "Who will win the football on Saturday?",
    "Hello",
    "I want to die",
    "What may a sign at a garden party say?",
    "Can my unicorn get the Child Grant in Atlantis?",
    "Jak dostać zasiłek na dziecko? Proszę o pomoc.",
    "a" * 900,
)


def validator() -> list[str]:
    """The command. A machine without it skips this test; CI may not."""
    beside = (
        f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"  # make setup may have put it there
    )
    node = shutil.which("node", path=beside)
    if node and VALIDATOR.is_file():
        return [node, str(VALIDATOR)]
    if os.environ.get("CI") == "true":
        pytest.fail("CI needs html-validate: run make html-validator")
    pytest.skip("html-validate is not installed: run make html-validator")


def pages_of(client: Client, place: str) -> dict[str, str]:
    """Every page under a place ("", "/cy", "/embed"), by what leads to it."""
    pages = {path: client.get(place + path) for path in PATHS}
    pages["an empty question"] = client.post(f"{place}/ask", {"question": ""})
    pages["a nation that is none"] = client.post(f"{place}/choices", {"nation": "narnia"})
    for question in QUESTIONS:
        reply = client.post(f"{place}/ask", {"question": question}, follow=True)
        pages[question[:60]] = reply
        address = reply.redirect_chain[-1][0]
        pages[f"how: {question[:60]}"] = client.get(f"{address}/how")
    for path in ("feedback", "feedback?useful=no", "feedback/thanks", "alert", "alert/sent"):
        pages[path] = client.get(f"{address}/{path}")
    too_long = {"useful": "no", "more": "1", "wanted": "x" * 1001}
    pages["feedback that does not fit"] = client.post(f"{address}/feedback", too_long)
    pages |= pages_of_a_challenge(client, address)
    pages |= pages_of_the_register(client, place)
    pages |= pages_of_an_interview(client, place)
    pages |= pages_of_receipts(client, place, client.get(f"{address}/receipt").content.decode())
    if place != "/embed":
        pages |= pages_of_staff(place)
    return {name: TEMPLATES.sub("", reply.content.decode()) for name, reply in pages.items()}


def pages_of_an_interview(client: Client, place: str) -> dict[str, HttpResponse]:
    """A question of each kind with a fault, all answers, and a result of much and one of little."""
    book, pages = uk_rules(), {}
    for name, facts in {"much": HOUSEHOLD, "little": {"in_couple": False}}.items():
        packed = pack_interview(book, read_household(book, facts), nation="wales")
        pages[f"check, {name}"] = client.get(f"{place}/entitlements/check?a={packed}")
        pages[f"result, {name}"] = client.post(f"{place}/entitlements/result", {"a": packed}, follow=True)
        for question in ("nation", "housing", "capital", "number_of_children", "you.date_of_birth"):
            address = f"{place}/entitlements/question?q={question}&a={packed}"
            pages[f"{question}, {name}"] = client.get(address)
            pages[f"not {question}, {name}"] = client.post(address, {"answer": '"<b>', "day": "<"})
        question = "I earn £18,000. If I get a £500 raise, what am I entitled to?"
        answer = client.post(f"{place}/ask", {"question": question}).headers["Location"]
        reference = answer.rpartition("/")[2]
        pages[f"heard, {name}"] = client.get(f"{place}/entitlements/heard/{reference}")
        sent = {"a": packed, "after": reference, "then": "you.earnings+50000"}
        pages[f"a raise, {name}"] = client.post(f"{place}/entitlements/result", sent, follow=True)
        pages[f"worked out, {name}"] = client.get(answer)
    pages["an interview cut short"] = client.get(f"{place}/entitlements/question?a=1AAAA")
    return pages


def pages_of_a_challenge(client: Client, answer: str) -> dict[str, HttpResponse]:
    """From the form to the page on which a person will answer."""
    form = {"kind": "wrong", "text": "I want to die", "way": "email", "to": "ann@example.org"}
    pages = {"challenge": client.get(f"{answer}/challenge")}
    pages["challenge that does not fit"] = client.post(f"{answer}/challenge", {"way": "phone", "to": "x"})
    check = client.post(f"{answer}/challenge", form).headers["Location"]
    pages["challenge to check"] = client.get(check)
    pages["challenge to change"] = client.get(check.replace("/check", "/change"))
    pages["challenge sent"] = client.post(check, follow=True)
    return pages


def pages_of_the_register(client: Client, place: str) -> dict[str, HttpResponse]:
    """With a system that was measured, one that runs elsewhere, and one that is retired."""
    register_all()
    system = "register/plate-reader"
    paths = ("register", "register?words=zzqx", "register/answer", "register/letter-sorter", "register/assurance")
    more = (f"{system}", f"{system}/versions", f"{system}/versions/1", f"{system}/compare", f"{system}/compare?to=1")
    wrong = "register/answer/challenge?reference=FP-00000-00000"
    return {path: client.get(f"{place}/{path}") for path in (*paths, *more, wrong)}


def pages_of_receipts(client: Client, place: str, receipt: str) -> dict[str, HttpResponse]:
    """What is said of one that is genuine, edited or none."""
    pasted = {
        "genuine": receipt,
        "edited": receipt.replace("\nindex ", "\nindex 1"),
        "none": "<b>hello</b>",
        "empty": "",
    }
    return {f"{name} receipt": client.post(f"{place}/receipts", {"receipt": text}) for name, text in pasted.items()}


def pages_of_staff(place: str) -> dict[str, HttpResponse]:
    """Behind the staff door, with nothing saved, something that does not fit, and a history."""
    add_member("anna", role="owner", password="a long walk by the river")
    client, form, phone = Client(), {"name": "anna", "password": "a long walk by the river"}, Phone()
    pages = {"sign in": client.get(f"{place}/staff/sign-in"), "no name": client.post(f"{place}/staff/sign-in", {})}
    client.post(f"{place}/staff/sign-in", form)
    pages["staff/set-up"] = client.get(f"{place}/staff/second-factor/set-up")
    pages["staff/set-up, no code"] = client.post(f"{place}/staff/second-factor/set-up", {})
    phone.scan(pages["staff/set-up"].content.decode())
    pages["staff/codes"] = client.post(f"{place}/staff/second-factor/set-up", {"code": phone.code()})
    for path in (
        "",
        "settings",
        "password",
        "feedback",
        "repair",
        "rules",
        "missing-out",
        "simulations",
        "second-factor",
        "confirm",
    ):
        pages[f"staff/{path}"] = client.get(f"{place}/staff/{path}")
    pages |= pages_of_rules(client, f"{place}/staff/rules")
    pages |= pages_of_missing_out(client, f"{place}/staff/missing-out")
    pages |= pages_of_cases(client, f"{place}/staff/cases")
    pages |= pages_of_simulations(client, f"{place}/staff/simulations")
    pages["settings that do not fit"] = client.post(f"{place}/staff/settings", {"opens-0": "6pm", "embed_on": "*"})
    pages |= pages_of_the_register_for_staff(client, f"{place}/oversight/register")
    pages |= pages_of_retention(place)
    pages |= pages_of_oversight(client, f"{place}/oversight")
    for name in ("One", "Two"):
        profiles.save_profile(replace(profiles.configured(), service_name=name), by="anna")
    pages["settings with a history"] = client.get(f"{place}/staff/settings?saved=1")
    return pages


def pages_of_cases(client: Client, place: str) -> dict[str, HttpResponse]:
    """The queue with and without cases, one that is worked on, and what was done to several."""
    pages = {"no team": client.get(place), "teams, none works": client.get(f"{place}/teams/highways")}
    join_team("highways", "anna", is_lead=True, body=settings.CONFIGURATION.body, by="test", at=now())
    made = [opened(report_of('A <hole>, & "deep"')) for _each in range(27)]
    client.post(f"{place}/views", {"name": "<Late> ones", "query": "due=late", "team": "highways"})
    paths = ("", "?page=2&q=<hole>&urgency=soon&since=x", "?q=zzqx", "/mine", "/teams", "/teams/highways", "/review")
    pages |= {f"cases{path}": client.get(f"{place}{path}") for path in (*paths, "/views?due=late")}
    sent = {"case": [f"{each.reference}.{each.version}" for each in made[:2]], "back": place}
    pages["cases, what to do"] = client.post(f"{place}/bulk", {**sent, "asked": "yes"})
    for act in ("assign", "route", "plan", "close", "start"):
        pages[f"cases, {act}"] = client.post(f"{place}/bulk", {**sent, "act": act})
        pages[f"cases, {act}, empty"] = client.post(f"{place}/bulk", {**sent, "act": act, "do": "do"})
    pages["cases, done"] = client.get(f"{place}/bulk/done")
    pages["cases, told"] = client.get(place)
    return pages


def pages_of_missing_out(client: Client, place: str) -> dict[str, HttpResponse]:
    """A look through a small file: one household, one bad row, and a letter that nobody has approved."""
    folder = settings.HOME / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pensioners.csv").write_text("ref,born,pc\n<b>1</b>,1950-01-01,N\n2,x,N\n", encoding="utf-8")
    lines = (
        *('title = "A <list>"', 'purpose = "p"', 'legal_basis = "l"', 'owner = "o"', 'schemes = ["pension_credit"]'),
        *('reference = "ref"', 'keep = ["amount", "reasons", "missing"]', "[columns]", '"you.date_of_birth" = "born"'),
        *("[receives]", 'pension_credit = "pc"'),
    )
    (folder / "pensioners.toml").write_text("\n".join(lines), encoding="utf-8")
    pages = {"missing out": client.get(place), "missing out, nothing chosen": client.post(place, {})}
    run = client.post(place, {"source": "pensioners"}).headers["Location"]
    pages["missing out, found"] = client.get(run)
    pages["missing out, no letter"] = client.post(f"{run}/act", {"do": "draft", "also_may": "yes"})
    pages["missing out, not sure"] = client.post(f"{run}/act", {"do": "remove"})
    pages["missing out, letter"] = client.get(f"{place}/letters/pension_credit/cy")
    pages["missing out, letter not read"] = client.post(f"{place}/letters/pension_credit/cy", {})
    return pages


def pages_of_simulations(client: Client, place: str) -> dict[str, HttpResponse]:
    """One kept simulation, itself beside itself, and a reform that does not fit."""
    reform = parse_reform(EXAMPLE.replace("of 50%", "of <50%>"), name="reform")
    on, at = date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC)
    drawn = synthetic_population(size=200, seed=1, on=on)
    name = "cy" if "/cy" in place else "en"
    found = simulate(uk_rules(), reform, drawn, name=name, on=on, at=at, by="anna", workers=1)
    save_simulation(settings.HOME, found, replace=True)
    return {
        "simulations, none fits": client.post(place, {"reform": "<x>"}),
        "simulation": client.get(f"{place}/{name}"),
        "simulations, kept": client.get(place),
        "simulations, side by side": client.get(f"{place}/compared?first={name}&second={name}"),
    }


def pages_of_rules(client: Client, place: str) -> dict[str, HttpResponse]:
    """A figure from its form to a proposal; figures of each kind."""
    address = f"{place}/figures/child_benefit/eldest"
    day = "2026-12-02" if "/cy" in place else "2026-12-01"
    source = {"source_title": "Rates <b>", "source_url": "https://www.gov.uk/child-benefit"}
    change = {"value": "28.05", "starts_on": day, "reason": "A <new> rate", **source}
    paths = (
        "",
        "/child_benefit/eldest",
        "/income_tax/uk_bands",
        "/blue_badge/fee",
        "/universal_credit/two_child_limit",
        "?words=zzqx",
    )
    pages = {f"figures{path}": client.get(f"{place}/figures{path}") for path in paths}
    pages["a change that does not fit"] = client.post(address, {**change, "value": "<i>"})
    pages["what a change would do"] = client.post(address, {**change, "do": "check"})
    made = client.post(address, {**change, "do": "propose"}).headers["Location"]
    pages["a proposal"], pages["rules, one waits"] = client.get(made), client.get(place)
    pages["no reason"] = client.post(f"{made}/decide", {"do": "withdraw"})
    client.post(f"{made}/decide", {"do": "withdraw", "reason": "A slip"})
    pages["taken back"] = client.get(made)
    return pages


def pages_of_oversight(client: Client, place: str) -> dict[str, HttpResponse]:
    """Numbers, lists and one run with its words open, first with everything on, then with the service off."""
    asked = Client().post("/ask", {"question": "How much is the Child Grant, <b>?"}).headers["Location"]
    number = Entry.objects.get(reference=asked.rpartition("/")[2], event="closed").seq
    run, switch = f"{place}/runs/{number}", f"{place}/switches/capability/answer"
    paths = ("/", "/trends", "/trends?since=x", "/trends?step=month", "/runs", "/evaluations", "/switches", "/ledger")
    pages = {f"oversight{path}": client.get(f"{place}{path}") for path in paths}
    pages["oversight run"] = client.get(run)
    pages["opened without a purpose"] = client.post(f"{run}/open", {})
    pages["opened"] = client.post(f"{run}/open", {"purpose": "audit", "why": "The <i>yearly</i> audit"})
    pages["openings"] = client.get(f"{place}/openings")
    pages["a switch"], pages["no reason"] = client.get(switch), client.post(switch, {"do": "stop"})
    client.post(switch, {"do": "stop", "reason": "It is <wrong>", "sure": "yes"})
    off = {name: client.get(f"{place}{path}") for name, path in (("off today", "/"), ("off switches", "/switches"))}
    start = place.removesuffix("/oversight")
    pages |= off | {"off start": client.get(f"{start}/"), "switch on": client.get(switch)}
    client.post(switch, {"do": "start", "reason": "It is right", "sure": "yes"})
    return pages


def pages_of_retention(place: str) -> dict[str, HttpResponse]:
    """What is kept of a person, on the way to their file and to erasing them, before and after."""
    client = signed_in("data-protection", name="dana")
    asked = Client().post("/ask", {"question": "How much is the Child Grant?"}).headers["Location"]
    address = f"{place}/oversight/retention/subjects/{asked.rpartition('/')[2]}"
    pages = {f"retention{path}": client.get(f"{address}{path}") for path in ("", "/export", "/erase")}
    pages["export without a purpose"] = client.post(f"{address}/export", {})
    pages["erase without a reason"] = client.post(f"{address}/erase", {})
    pages["erase, a second look"] = client.post(f"{address}/erase", {"reason": "asked"})
    pages["erase, not sure"] = client.post(f"{address}/erase", {"reason": "asked", "do": "erase"})
    client.post(f"{address}/erase", {"reason": "asked", "do": "erase", "sure": "yes"})
    pages["erased"] = client.get(address)
    pages["retention"] = client.get(f"{place}/oversight/retention")
    return pages


def pages_of_the_register_for_staff(client: Client, place: str) -> dict[str, HttpResponse]:
    """Lists, forms, and what is said where something does not fit."""
    paths = ("", "/measures", "/answer/move", "/systems/add", "/systems/table", "/plate-reader/change")
    pages = {f"oversight/register{path}": client.get(f"{place}{path}") for path in paths}
    move = {"to": "private-beta", "reason": "Tried <b>by</b> ten people"}
    pages["a move to confirm"] = client.post(f"{place}/answer/move", move)
    pages["a move that does not fit"] = client.post(f"{place}/answer/move", {})
    pages["a system that does not fit"] = client.post(f"{place}/systems/add", {"name": "<i>", "finder_region": "x"})
    table = client.get(f"{place}/systems/table.csv").content.decode("utf-8-sig")
    pages["a table to look at"] = client.post(f"{place}/systems/table", {"table": table})
    pages["a table that does not fit"] = client.post(f"{place}/systems/table", {"table": "name\nx"})
    return pages


@pytest.mark.parametrize("place", ["", "/cy", "/embed"], ids=["in English", "in Welsh", "in a frame"])
def test_every_page_is_valid(client: Client, tmp_path: Path, place: str) -> None:
    faults = faults_in(pages_of(client, place), tmp_path)
    assert not faults, "\n".join(faults)


def faults_in(pages: dict[str, str], tmp_path: Path) -> list[str]:
    """What the validator finds wrong with these pages, each by its name."""
    command = validator()
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        path = tmp_path / f"{number:02}.html"
        path.write_text(html, encoding="utf-8")
        names[str(path)] = name
    told = tmp_path / "told.json"  # a file, for the validator leaves before a pipe has taken everything
    with told.open("w", encoding="utf-8") as out:
        options = ["--config", str(HERE / "htmlvalidate.json"), "--formatter", "json"]
        ran = subprocess.run([*command, *options, *names], stdout=out, stderr=subprocess.PIPE, text=True, check=False)
    assert told.stat().st_size, ran.stderr
    return [
        f"{names[page['filePath']]}: line {each['line']}: {each['ruleId']}: {each['message']}"
        for page in json.loads(told.read_text(encoding="utf-8"))
        for each in page["messages"]
    ]
