"""The result of one run as a file to keep: JSON for programs, plain text for people."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from fingerpost.doors.citizen.answers.kept import kept_private, of_kept_answer
from fingerpost.doors.citizen.entitlements.results import PAYS, is_result, shown_result
from fingerpost.doors.citizen.filters import day
from fingerpost.doors.nations import nation_name
from fingerpost.record.reading import KeptRun

RECEIPT = "receipt"  # the path, after that of the result, where its proof is


@require_safe
@of_kept_answer
def as_json(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """What was answered, what came of it, and the sources, as the record holds them."""
    reply = _reply_of(kept)
    values = {
        "reference": reply["reference"],
        "at": reply["at"],
        "nation": reply["nation"],
        "answers": (kept.request or {}).get("facts", {}),
        "results": reply["claims"],
        "explanation": reply["explanation"],
        "receipt": request.build_absolute_uri(RECEIPT),
    }
    return _file(json.dumps(values, ensure_ascii=False, indent=1), reply, kind="application/json", suffix="json")


@require_safe
@of_kept_answer
def as_text(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """The same to be read: without the working's sources, which the JSON has."""
    reply = _reply_of(kept)
    with override(reply["language"]):
        lines = list(_lines(kept, reply, receipt=request.build_absolute_uri(RECEIPT)))
    return _file("\n".join(lines) + "\n", reply, kind="text/plain", suffix="txt")


def _reply_of(kept: KeptRun) -> dict[str, Any]:
    if not is_result(kept):
        raise Http404
    return dict(kept.reply or {})


def _lines(kept: KeptRun, reply: dict[str, Any], *, receipt: str) -> list[str]:
    result = shown_result(kept)
    nation = nation_name(reply["nation"]) if reply["nation"] else _("the United Kingdom")
    lines = [_("What you may be entitled to"), "", f"{_('Reference number')}: {reply['reference']}"]
    lines += [_("Worked out for %(nation)s on %(day)s") % {"day": day(result["on"]), "nation": nation}]
    if effect := result["effect"]:
        lines += ["", effect["words"].upper(), *(f"- {words}" for words in effect["answers"])]
        lines += [f"  {words}" for scheme in effect["schemes"] for words in scheme["lines"]]
        lines += [*effect["back"], *effect["notes"]]
    for sure, heading in headings().items():
        schemes = result["groups"][sure]
        if schemes:
            lines += ["", heading.upper()]
        for scheme in schemes:
            lines += ["", scheme["words"], *(f"  {words}" for words in scheme["received"])]
            lines += [f"  {each['text']}" for each in scheme["either"]]
            lines += [f"  - {each['text']}" for each in scheme["reasons"]]
            lines += [f"  {words}" for words in (*scheme["outside"], *scheme["figures"])]
            lines += [f"    {each['text']}" for each in scheme["working"]]
            lines += [f"  ? {each['label']}" for each in scheme["missing"]]
            lines += [f"  > {scheme['apply']['text']}: {scheme['apply']['source']['url']}"] if scheme["apply"] else []
            lines += [f"  {each['title']}: {each['url']}" for each in scheme["sources"]]
    if result["documents"]:
        lines += ["", _("Have these ready").upper(), *(f"- {words}" for words, _schemes in result["documents"])]
    if result["curve"]:
        lines += ["", _("What more earnings would change").upper()]
        lines += [*result["curve"]["steps"], *result["curve"]["falls"], *result["curve"]["notes"]]
    return [*lines, "", f"{_('Receipt')}: {receipt}"]


def headings() -> dict[str, str]:
    """The parts of a result, in order, each under its heading."""
    return {
        "likely": _("You are likely to get"),
        "may": _("You may get"),
        "unlikely": _("You are unlikely to get"),
        PAYS: _("What you pay"),
    }


def _file(text: str, reply: dict[str, Any], *, kind: str, suffix: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{reply["reference"]}.{suffix}"'
    return kept_private(response)
