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
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.accounts import Phone, signed_in
from tests.registered import register_all

from fingerpost.doors.accounts import add_member
from fingerpost.record.models import Entry
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
    "/choices",
    "/about",
    "/privacy",
    "/accessibility",
    "/contact",
    "/receipts",
    "/receipts?reference=FP-7K2M9-QX4DA",
    "/left",
    "/nowhere",
)
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
    for path in ("feedback", "feedback?useful=no", "feedback/thanks"):
        pages[path] = client.get(f"{address}/{path}")
    too_long = {"useful": "no", "more": "1", "wanted": "x" * 1001}
    pages["feedback that does not fit"] = client.post(f"{address}/feedback", too_long)
    pages |= pages_of_a_challenge(client, address)
    pages |= pages_of_the_register(client, place)
    pages |= pages_of_receipts(client, place, client.get(f"{address}/receipt").content.decode())
    if place != "/embed":
        pages |= pages_of_staff(place)
    return {name: TEMPLATES.sub("", reply.content.decode()) for name, reply in pages.items()}


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
    for path in ("", "settings", "password", "feedback", "second-factor", "confirm"):
        pages[f"staff/{path}"] = client.get(f"{place}/staff/{path}")
    pages["settings that do not fit"] = client.post(f"{place}/staff/settings", {"opens-0": "6pm", "embed_on": "*"})
    pages |= pages_of_the_register_for_staff(client, f"{place}/oversight/register")
    pages |= pages_of_retention(place)
    pages |= pages_of_oversight(client, f"{place}/oversight")
    for name in ("One", "Two"):
        profiles.save_profile(replace(profiles.configured(), service_name=name), by="anna")
    pages["settings with a history"] = client.get(f"{place}/staff/settings?saved=1")
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
    command = validator()
    names = {}
    for number, (name, html) in enumerate(pages_of(client, place).items()):
        path = tmp_path / f"{number:02}.html"
        path.write_text(html, encoding="utf-8")
        names[str(path)] = name
    told = tmp_path / "told.json"  # a file, for the validator leaves before a pipe has taken everything
    with told.open("w", encoding="utf-8") as out:
        options = ["--config", str(HERE / "htmlvalidate.json"), "--formatter", "json"]
        ran = subprocess.run([*command, *options, *names], stdout=out, stderr=subprocess.PIPE, text=True, check=False)
    assert told.stat().st_size, ran.stderr
    faults = [
        f"{names[page['filePath']]}: line {each['line']}: {each['ruleId']}: {each['message']}"
        for page in json.loads(told.read_text(encoding="utf-8"))
        for each in page["messages"]
    ]
    assert not faults, "\n".join(faults)
