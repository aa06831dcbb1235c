"""`fingerpost import`"""

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urljoin, urlsplit

import typer

from fingerpost.contract.context import ALL_NATIONS, Access, Nation
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.console import out, progress_bars, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready
from fingerpost.doors.progress import CountedProgress

SHOWN = 20  # of what was refused or stripped: the rest is counted


class Kind(StrEnum):
    """What is imported."""

    AUTO = "auto"
    FOLDER = "folder"
    CONTENT_API = "content-api"
    WEBSITE = "website"


@plainly
def import_guidance(  # noqa: PLR0917 - typer hands each over by name
    source: Annotated[str, typer.Argument(help="A folder, or an address that begins with https://.")],
    collection: Annotated[
        str, typer.Option(help="Its short name, in small letters and hyphens. From the source if left out.")
    ] = "",
    title: Annotated[str, typer.Option(help="Its title, as readers see it.")] = "",
    nation: Annotated[
        list[Nation] | None, typer.Option(help="Who it is for, where a page does not say. May be repeated.")
    ] = None,
    access: Annotated[Access, typer.Option(help="Who may see it, where a page does not say.")] = Access.PUBLIC,
    path: Annotated[
        list[str] | None,
        typer.Option(help="A page of a content API to import, such as /universal-credit. May be repeated."),
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from addresses inside your own network.")
    ] = False,
    kind: Annotated[Kind, typer.Option(help="What the source is. auto: told from the source.")] = Kind.AUTO,
    allow_shrink: Annotated[
        bool, typer.Option("--allow-shrink", help="Go on even if most of the collection would be removed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Bring guidance in, or bring it up to date: only what changed is read again.

    A folder may hold Markdown, HTML, PDF, Word, OpenDocument and plain text. A website is read by its sitemap.

    Example: fingerpost import ./our-guidance --collection housing --title "Housing guidance" --nation wales
    """
    name = collection or _slug_of(source)
    here = get_ready()
    from django.conf import settings  # noqa: PLC0415 - set up first

    with progress_bars() as report:
        chosen = _kind_of(source, kind)
        found = _importer(chosen)(
            _sitemap_of(source) if chosen is Kind.WEBSITE else source,
            **_only_online(chosen, source, paths=path or [], allow_private=allow_private),
            body=settings.CONFIGURATION.body,
            collection=name,
            title=title or name.replace("-", " ").capitalize(),
            nations=frozenset(nation) if nation else ALL_NATIONS,
            access=access,
            allow_shrink=allow_shrink,
            progress=CountedProgress(report, f"Importing {name}"),
        )
        here.update_index(report)
    if as_json:
        say_json(_as_values(name, found))
    else:
        _show(name, found)


def _importer(kind: Kind) -> Callable[..., Any]:
    from fingerpost.knowledge import importing  # noqa: PLC0415 - its tables need Django set up first

    importers: dict[Kind, Callable[..., Any]] = {
        Kind.FOLDER: importing.import_folder,
        Kind.CONTENT_API: importing.import_content_api,
        Kind.WEBSITE: importing.import_website,
    }
    return importers[kind]


def _kind_of(source: str, kind: Kind) -> Kind:
    """Raises InvalidRequest for what is neither a folder nor an address."""
    if kind is not Kind.AUTO:
        return kind
    if source.startswith(("http://", "https://")):
        return Kind.CONTENT_API if "/api/content" in urlsplit(source).path else Kind.WEBSITE
    if not Path(source).is_dir():
        raise InvalidRequest({"source": f"'{source}' is not a folder, nor an address that begins with https://."})
    return Kind.FOLDER


def _only_online(kind: Kind, source: str, *, paths: list[str], allow_private: bool) -> dict[str, Any]:
    """What only some importers take. Raises InvalidRequest when a content API is not told which pages."""
    is_online = source.startswith(("http://", "https://"))
    if kind is Kind.CONTENT_API and is_online and not paths:
        raise InvalidRequest({"path": "Say which pages: --path /universal-credit --path /child-benefit"})
    return {
        **({"paths": paths} if kind is Kind.CONTENT_API else {}),
        **({"allow_private": allow_private} if kind is not Kind.FOLDER else {}),
    }


def _sitemap_of(address: str) -> str:
    """A website is read by its sitemap: the one named, else the one that stands at its root."""
    return address if urlsplit(address).path.endswith((".xml", ".xml.gz")) else urljoin(address, "/sitemap.xml")


def _slug_of(source: str) -> str:
    """The folder's name, or the site's."""
    parts = urlsplit(source)
    name = parts.hostname if parts.scheme in {"http", "https"} else Path(source).resolve().name
    slug = re.sub(r"[^a-z0-9]+", "-", (name or "").lower()).strip("-")
    if not slug:
        raise InvalidRequest({"collection": "Give the collection a short name: --collection our-guidance"})
    return slug[:60].rstrip("-")


def _as_values(name: str, found: Any) -> dict[str, Any]:
    counts = ("added", "changed", "unchanged", "removed", "passages", "resumed")
    named = ("refused", "hidden_text", "notes")
    return {
        "collection": name,
        **{each: getattr(found, each) for each in counts},
        **{each: [{"name": who, "reason": why} for who, why in getattr(found, each)] for each in named},
    }


def _show(name: str, found: Any) -> None:
    console = out()
    console.print(
        f"[bold]{name}[/bold]: {found.added:,} pages added, {found.changed:,} changed, {found.unchanged:,} unchanged, "
        f"{found.removed:,} removed. It holds {found.passages:,} passages."
    )
    for heading, pairs in (
        ("Did not go in", found.refused),
        ("Hidden text was taken out of", found.hidden_text),
        ("To know", found.notes),
    ):
        if pairs:
            console.print(f"\n[bold]{heading}[/bold]")
        for who, why in list(pairs)[:SHOWN]:
            console.print(f"• {who}: {why}", markup=False)
        if len(pairs) > SHOWN:
            console.print(f"  and {len(pairs) - SHOWN:,} more; see --json")
