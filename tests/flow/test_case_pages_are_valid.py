"""The pages of one case are valid HTML in both languages, with hostile words in each of their parts."""

from pathlib import Path

import pytest
from django.test import Client
from tests.casefiles import AT_RISK, POTHOLES, officer, opened, report_of
from tests.flow.test_html_is_valid import TEMPLATES, faults_in

from fingerpost.casework.models import Case
from fingerpost.contract.proposals import Proposal
from fingerpost.doors.staff.cases.acts import ACTS

pytestmark = pytest.mark.django_db
HOSTILE = "\"><script>alert(1)</script> {{ 7*7 }} %(x)s \u202e' & <b>"


def pages_of(place: str, mair: Client, lena: Client) -> dict[str, bytes]:
    main = opened(report_of(HOSTILE, name=HOSTILE, phone="1<2", address=HOSTILE, facts={"part": HOSTILE}))
    risky = Proposal(**{**vars(POTHOLES), "signs": (AT_RISK,), "needs_attention": True})
    case = opened(report_of(HOSTILE), risky, like=main.reference)
    start = f"{place}/staff/cases/{case.reference}"
    pages = {"case": mair.get(start), "hostile": mair.get(f"{place}/staff/cases/{main.reference}")}
    for name in ACTS:
        pages[name] = mair.get(f"{start}/do/{name}")
        pages[f"{name}, sent empty"] = mair.post(f"{start}/do/{name}", {"version": "0"})
    pages["compared"] = mair.get(f"{start}/do/merge?other={main.reference}")
    mair.post(f"{start}/do/note", {"version": Case.objects.get(pk=case.pk).version, "note": HOSTILE})
    pages["stale"] = lena.post(f"{start}/do/note", {"version": "1", "note": HOSTILE})
    pages["with history"] = lena.get(start)
    reply = {"version": "2", "template": "none", "subject": HOSTILE, "words": HOSTILE, "way": "page"}
    for path in ("reply", "reply?template=none", "guidance"):
        pages[path] = mair.get(f"{start}/{path}")
    pages["reply to look over"] = mair.post(f"{start}/reply", {**reply, "do": "check"})
    pages["reply not ticked"] = mair.post(f"{start}/reply", {**reply, "do": "send"})
    pages["empty question"] = mair.post(f"{start}/guidance", {})
    asked = mair.post(f"{start}/guidance", {"question": "How much is the Child Grant a year?"})
    pages["guidance found"] = mair.get(asked.headers["Location"])
    pages |= {"new": mair.get(f"{place}/staff/cases/new"), "new, empty": mair.post(f"{place}/staff/cases/new", {})}
    sent = {"text": HOSTILE, "language": "en", "form": f"desk-{place}", "service": "potholes"}
    pages["taken down"] = mair.post(f"{place}/staff/cases/new", sent)
    templates = f"{place}/staff/cases/templates"
    pages["template, empty"] = mair.post(f"{templates}/new", {})
    words = {"title": HOSTILE, "subject": "s", "words": HOSTILE.replace("{{ 7*7 }}", ""), "language": "en"}
    made = mair.post(f"{templates}/new", {**words, "title": HOSTILE.replace("{{ 7*7 }}", "")}).headers["Location"]
    for name, who in (("mine", mair), ("theirs", lena)):
        pages[f"template, {name}"] = who.get(made)
    pages["not read"] = lena.post(f"{made}/act", {"do": "approve"})
    pages["not sure"] = lena.post(f"{made}/act", {"do": "retire"})
    pages |= {"templates": mair.get(templates), "template, new": mair.get(f"{templates}/new")}
    return {name: page.content for name, page in pages.items()}


@pytest.mark.parametrize("place", ["", "/cy"])
def test_every_page_of_a_case_is_valid_and_runs_nothing(client: Client, place: str, tmp_path: Path) -> None:
    mair, lena = officer("mair"), officer("lena", role="team-lead")
    pages = {name: TEMPLATES.sub("", content.decode()) for name, content in pages_of(place, mair, lena).items()}
    for name, text in pages.items():
        assert "<script>alert" not in text, name
        assert " 49 " not in text, name
    assert faults_in(pages, tmp_path) == []
