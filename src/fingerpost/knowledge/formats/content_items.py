"""Pages of the GOV.UK Content API: the JSON of one address into one document, or one for each part of a guide.

Field names are those of https://content-api.publishing.service.gov.uk/reference.html and of alphagov/publishing-api's
content schemas.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from fingerpost.contract.context import Nation
from fingerpost.contract.passages import NextStepLink
from fingerpost.knowledge.blocks import Block, Heading, Item, Items, Page, Paragraph
from fingerpost.knowledge.characters import clean_text
from fingerpost.knowledge.formats.content_contacts import read_contact
from fingerpost.knowledge.formats.front_matter import FrontMatter
from fingerpost.knowledge.formats.html_pages import read_fragment
from fingerpost.knowledge.formats.markdown_pages import render_markdown
from fingerpost.knowledge.formats.unreadable import Unreadable

SITE = "https://www.gov.uk"
# The texts of a page in the order in which GOV.UK shows them, each with the heading it stands under, if any.
_TEXTS = (
    ("downtime_message", ""),
    ("introductory_paragraph", ""),
    ("introduction", ""),
    ("licence_overview", ""),
    ("summary", ""),
    ("body", ""),
    ("about", ""),
    ("more_information", ""),
    ("need_to_know", "What you need to know"),
    ("what_you_need_to_know", "What you need to know"),
    ("other_ways_to_apply", "Other ways to apply"),
    ("final_outcome_detail", "Outcome"),
    ("outcome_detail", "Outcome"),
    ("public_feedback_detail", "Feedback received"),
    ("access_and_opening_times", "Access and opening times"),
)
_NATIONS = {
    "england": Nation.ENGLAND,
    "scotland": Nation.SCOTLAND,
    "wales": Nation.WALES,
    "northern_ireland": Nation.NORTHERN_IRELAND,
}


@dataclass(frozen=True, kw_only=True)
class ContentPage:
    """One document. `path` is its address on GOV.UK; `valid_to` the day it was withdrawn, if it was."""

    path: str
    matter: FrontMatter
    page: Page
    valid_to: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def read_content_item(data: bytes) -> list[ContentPage]:
    """The documents of one content item. Raises Unreadable: no JSON, no page, a redirect, gone."""
    item = _load(data)
    details = _details(item)
    common = _matter(item, details)
    parts = [part for part in details.get("parts") or () if isinstance(part, dict) and part.get("body")]
    if parts:
        pages = [_part(item, details, common, part, first=at == 0) for at, part in enumerate(parts)]
    else:
        pages = [_whole(item, details, common)]
    return [replace(page, **_withdrawal(item, page)) for page in pages]


def _load(data: bytes) -> dict[str, Any]:
    try:
        item = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise Unreadable("The file is not UTF-8, as JSON must be. Download it again.") from fault
    except json.JSONDecodeError as fault:
        raise Unreadable(f"The JSON is malformed or cut short at line {fault.lineno}: {fault.msg}.") from fault
    if not isinstance(item, dict):
        raise Unreadable("This JSON is not a page of the Content API: it is no object with a title and a base_path.")
    kind = item.get("schema_name")
    if kind == "redirect":
        target = next((each.get("destination") for each in item.get("redirects") or () if each), "another page")
        raise Unreadable(f"The page has moved to {target}. Import that instead.")
    if kind == "gone":
        raise Unreadable("The page has been taken down from GOV.UK.")
    for name in ("title", "base_path"):
        if not isinstance(item.get(name), str) or not item[name].strip():
            raise Unreadable(f"This JSON is not a page of the Content API: '{name}' is missing.")
    if not item["base_path"].startswith("/"):
        raise Unreadable("This JSON is not a page of the Content API: its 'base_path' does not begin with '/'.")
    return item


def _details(item: Mapping[str, Any]) -> dict[str, Any]:
    details = item.get("details")
    if not isinstance(details, dict):
        raise Unreadable("The page has no 'details', and so no text.")
    return details


def _matter(item: Mapping[str, Any], details: Mapping[str, Any]) -> FrontMatter:
    description = item.get("description")
    return FrontMatter(
        title=_words(item["title"]),
        summary=_words(description) if isinstance(description, str) else None,
        url=f"{SITE}{item['base_path']}",
        topic=str(item.get("document_type") or "").replace("_", "-"),
        language=str(item.get("locale") or "en").partition("-")[0].lower(),
        nations=_nations(details.get("national_applicability")),
        next_steps=_start(item, details),
    )


def _nations(applicability: Any) -> frozenset[Nation] | None:
    if not isinstance(applicability, dict):
        return None
    named = {_NATIONS[name] for name, each in applicability.items() if name in _NATIONS and each.get("applicable")}
    return frozenset(named) or None


def _start(item: Mapping[str, Any], details: Mapping[str, Any]) -> tuple[NextStepLink, ...]:
    link = details.get("transaction_start_link") or details.get("continuation_link")
    if not isinstance(link, str) or not link.startswith(("https://", "http://")):
        return ()
    return (NextStepLink(kind="apply", label=_words(item["title"]), url=link),)


def _part(
    item: Mapping[str, Any], details: Mapping[str, Any], common: FrontMatter, part: Mapping[str, Any], *, first: bool
) -> ContentPage:
    """One part of a guide or of travel advice, which has an address of its own; the first is shown at the guide's."""
    path = item["base_path"] if first else f"{item['base_path']}/{part['slug']}"
    blocks, hidden = _read(part["body"])
    title = f"{common.title}: {_words(part.get('title') or '')}"
    warning = _alerts(details)
    return ContentPage(
        path=path,
        matter=replace(common, title=title, url=f"{SITE}{path}"),
        page=Page(title=title, blocks=(*warning, *blocks), hidden=hidden),
        details=_extras(item, details),
    )


def _alerts(details: Mapping[str, Any]) -> tuple[Block, ...]:
    """A travel warning must not be left out of any part of the advice."""
    alerts = [str(each).replace("_", " ") for each in details.get("alert_status") or ()]
    return (Paragraph(text=f"Warning in force: {'; '.join(alerts)}."),) if alerts else ()


def _whole(item: Mapping[str, Any], details: Mapping[str, Any], common: FrontMatter) -> ContentPage:
    blocks: list[Block] = [*_alerts(details)]
    hidden: list[str] = []
    for name, heading in _TEXTS:
        found, stripped = _read(details.get(name))
        if found:
            blocks += [Heading(level=2, text=heading)] if heading else []
            blocks += found
            hidden += stripped
    for extra in (_steps, _groups, _outcomes, _attachments, read_contact):
        for block in extra(details):
            blocks.append(block)
    return ContentPage(
        path=item["base_path"],
        matter=_named_after_manual(item, common),
        page=Page(title=common.title or "", blocks=tuple(blocks), hidden=tuple(hidden)),
        details=_extras(item, details),
    )


def _named_after_manual(item: Mapping[str, Any], common: FrontMatter) -> FrontMatter:
    """A section of a manual is named after both: "Introduction" alone says nothing."""
    manuals = (item.get("links") or {}).get("manual") or []
    title = manuals[0].get("title") if manuals and isinstance(manuals[0], dict) else None
    return replace(common, title=f"{_words(title)}: {common.title}") if title else common


def _read(value: Any) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """A text as HTML; or, where several forms are given, the HTML one, else the Markdown one."""
    if isinstance(value, list):
        forms = {each.get("content_type"): each.get("content") for each in value if isinstance(each, dict)}
        html = forms.get("text/html")
        return read_fragment(str(html) if html else render_markdown(str(forms.get("text/govspeak") or "")))
    return read_fragment(value) if isinstance(value, str) else ((), ())


def _steps(details: Mapping[str, Any]) -> Iterator[Block]:
    """A step by step: each step is a heading with what there is to do."""
    journey = details.get("step_by_step_nav") or {}
    yield from _read(journey.get("introduction"))[0]
    for number, step in enumerate(journey.get("steps") or (), start=1):
        yield Heading(level=2, text=f"Step {number}: {_words(step.get('title') or '')}")
        for content in step.get("contents") or ():
            if content.get("type") == "paragraph":
                yield Paragraph(text=_words(content.get("text") or ""))
            else:
                yield _listed(
                    ", ".join(filter(None, (_words(each.get("text") or ""), _words(each.get("context") or ""))))
                    for each in content.get("contents") or ()
                )


def _groups(details: Mapping[str, Any]) -> Iterator[Block]:
    """The sections of a manual, and the groups of a collection."""
    for group in details.get("child_section_groups") or ():
        yield Heading(level=2, text=_words(group.get("title") or "Contents"))
        yield _listed(
            ": ".join(filter(None, (_words(each.get("title") or ""), _words(each.get("description") or ""))))
            for each in group.get("child_sections") or ()
        )
    for group in details.get("collection_groups") or ():
        blocks = _read(group.get("body"))[0]
        if blocks:
            yield Heading(level=2, text=_words(group.get("title") or "Contents"))
            yield from blocks


def _outcomes(details: Mapping[str, Any]) -> Iterator[Block]:
    """Where a simple smart answer leads."""
    for node in details.get("nodes") or ():
        if node.get("kind") == "outcome" and node.get("body"):
            yield Heading(level=2, text=_words(node.get("title") or ""))
            yield from _read(node["body"])[0]


def _attachments(details: Mapping[str, Any]) -> Iterator[Block]:
    titles = [_words(each["title"]) for each in _files(details)]
    text = json.dumps(details.get("body") or "", ensure_ascii=False)
    missing = [title for title in dict.fromkeys(titles) if title not in text]
    if missing:
        yield Heading(level=2, text="Documents")
        yield _listed(iter(missing))


def _files(details: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = [each for each in details.get("attachments") or () if isinstance(each, dict) and each.get("title")]
    return [each for each in found if not str(each.get("content_type") or "").startswith("image/")]


def _extras(item: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "updated_at": str(item.get("public_updated_at") or item.get("updated_at") or ""),
        "attachments": [[_words(each["title"]), str(each.get("url") or "")] for each in _files(details)],
        "alert_status": [str(each) for each in details.get("alert_status") or ()],
    }


def _withdrawal(item: Mapping[str, Any], page: ContentPage) -> dict[str, Any]:
    """Guidance that is withdrawn is kept, but was in force until that day only."""
    notice = item.get("withdrawn_notice") or {}
    if not notice.get("withdrawn_at"):
        return {}
    day = _day(notice["withdrawn_at"])
    said = " ".join(block.text for block in _read(notice.get("explanation"))[0] if isinstance(block, Paragraph))
    note = f"GOV.UK withdrew this page on {day:%-d %B %Y}, so it is not shown as current. {said}".strip()
    return {"valid_to": day, "page": replace(page.page, notes=(*page.page.notes, note))}


def _day(text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError as fault:
        raise Unreadable(f"'withdrawn_at' is '{text}', which is no date.") from fault


def _listed(texts: Iterator[str]) -> Items:
    return Items(items=tuple(Item(text=text) for text in texts if text))


def _words(text: str) -> str:
    return " ".join(clean_text(text).split())
