"""Brings guidance in and keeps it in step with its source.

Every import goes the same way: candidates from a source, those that are new or changed are read and staged, and one
transaction puts the whole before the readers. If the process dies, the next import of that collection goes on where
this one stopped; until then search sees the collection as it was.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from django.utils import timezone

from fingerpost.contract.context import ALL_NATIONS, Access, Nation
from fingerpost.contract.errors import ImportFault
from fingerpost.knowledge.drafts import Defaults
from fingerpost.knowledge.models import Document
from fingerpost.knowledge.publishing import publish
from fingerpost.knowledge.reports import ImportReport, NoProgress, Progress
from fingerpost.knowledge.sources.candidates import Found
from fingerpost.knowledge.sources.content_api import ContentItems, list_json_files
from fingerpost.knowledge.sources.fetching import Bounds, Fetcher
from fingerpost.knowledge.sources.folder import Folder
from fingerpost.knowledge.sources.website import Website
from fingerpost.knowledge.staging import Stage
from fingerpost.knowledge.store_faults import store_faults
from fingerpost.knowledge.turns import take_turn

LARGEST_FILE = 50 * 1024 * 1024  # bytes
BOUNDS = Bounds()
_RESIDENTS = frozenset({"residents"})


def import_folder(
    path: Path | str,
    *,
    body: str,
    collection: str,
    title: str,
    access: Access = Access.PUBLIC,
    nations: frozenset[Nation] = ALL_NATIONS,
    audience: frozenset[str] = _RESIDENTS,
    language: str = "en",
    base_url: str = "",
    largest_file: int = LARGEST_FILE,
    allow_shrink: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a folder of Markdown, HTML, PDF, Word, OpenDocument and plain text files, with all folders in it.

    What a page says of itself in its front matter wins over `access`, `nations`, `audience` and `language`. `base_url`
    is the address that HTML pages were saved from, so that links lead there. `largest_file` is in bytes.

    One bad file is named in the report and the others go in. Raises ImportFault if there is no such folder, if it is
    empty, if another import of the collection is running, or if most of the collection would go and `allow_shrink` is
    not given; StoreUnavailable if the database is locked or full. Then nothing has changed.
    """
    defaults = Defaults(
        body=body, collection=collection, access=access, nations=nations, audience=audience, language=language
    )
    defaults.check()
    folder = Folder(path=Path(path), defaults=defaults, largest=largest_file, base_url=base_url)
    names = folder.list_names()
    return run_import(
        folder.find(names),
        defaults=defaults,
        title=title,
        origin=str(path),
        total=len(names),
        allow_shrink=allow_shrink,
        progress=progress or NoProgress(),
    )


def import_content_api(
    source: Path | str | Sequence[Path],
    *,
    body: str,
    collection: str,
    title: str,
    paths: Sequence[str] = (),
    access: Access = Access.PUBLIC,
    nations: frozenset[Nation] = ALL_NATIONS,
    audience: frozenset[str] = _RESIDENTS,
    language: str = "en",
    largest_file: int = LARGEST_FILE,
    bounds: Bounds = BOUNDS,
    allow_private: bool = False,
    allow_shrink: bool = False,
    on: date | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import pages of the GOV.UK Content API from JSON files, a folder of them, or a server.

    A `source` that begins with http is a server: `paths` names the pages, such as /universal-credit. `on` is the day on
    which they count as checked, today by default. Withdrawn pages go in as valid until the day they were withdrawn.
    Report and faults are those of `import_folder`.
    """
    defaults = Defaults(
        body=body, collection=collection, access=access, nations=nations, audience=audience, language=language
    )
    defaults.check()
    items = ContentItems(defaults=defaults, on=on or timezone.localdate(), largest=largest_file)
    with ExitStack() as stack:
        if isinstance(source, str) and source.startswith(("http://", "https://")):
            fetcher = stack.enter_context(_fetcher(source, bounds=bounds, allow_private=allow_private))
            found, total, origin = items.from_server(source, paths, fetcher), len(paths), source
        else:
            files = list_json_files(Path(source) if isinstance(source, str) else source)
            found, total = items.from_files(files), len(files)
            origin = str(source) if isinstance(source, str | Path) else f"{total} files"
        return run_import(
            found,
            defaults=defaults,
            title=title,
            origin=origin,
            total=total,
            allow_shrink=allow_shrink,
            progress=progress or NoProgress(),
        )


def import_website(
    sitemap_url: str,
    *,
    body: str,
    collection: str,
    title: str,
    access: Access = Access.PUBLIC,
    nations: frozenset[Nation] = ALL_NATIONS,
    audience: frozenset[str] = _RESIDENTS,
    language: str = "en",
    include: Callable[[str], bool] = lambda url: True,
    most_pages: int = 5_000,
    bounds: Bounds = BOUNDS,
    allow_private: bool = False,
    allow_shrink: bool = False,
    on: date | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import the pages that a website's sitemap lists, from its own host only, as its robots.txt permits.

    `include` chooses among the addresses. At most `most_pages` are fetched, within `bounds`; those beyond are named in
    the report and stay as they were. Hosts with a private address are refused unless `allow_private`. A page that has
    not changed since the last import is not sent again by a server that knows ETag or Last-Modified.
    Report and faults are those of `import_folder`.
    """
    defaults = Defaults(
        body=body, collection=collection, access=access, nations=nations, audience=audience, language=language
    )
    defaults.check()
    with _fetcher(sitemap_url, bounds=bounds, allow_private=allow_private) as fetcher:
        site = Website(
            sitemap=sitemap_url,
            defaults=defaults,
            fetcher=fetcher,
            on=on or timezone.localdate(),
            most_pages=most_pages,
            include=include,
            known=_known_validators(defaults),
        )
        pages = site.list_pages()
        return run_import(
            site.find(pages),
            defaults=defaults,
            title=title,
            origin=sitemap_url,
            total=len(pages),
            allow_shrink=allow_shrink,
            progress=progress or NoProgress(),
        )


def _fetcher(url: str, *, bounds: Bounds, allow_private: bool) -> Fetcher:
    try:
        return Fetcher(start=url, bounds=bounds, allow_private=allow_private)
    except ValueError as fault:
        raise ImportFault(
            "That is no web address. Write one such as https://www.example.gov.uk/sitemap.xml."
        ) from fault


def _known_validators(defaults: Defaults) -> dict[str, dict[str, str]]:
    """What to tell the server about pages that were read under these same defaults."""
    with store_faults():
        rows = Document.objects.filter(body=defaults.body, collection__name=defaults.collection)
        known = dict(rows.values_list("source", "details__fetched"))
    return {
        source: {name: value for name, value in fetched.items() if name != "under"}
        for source, fetched in known.items()
        if fetched and fetched.get("under") == defaults.source_digest(source, b"")
    }


def run_import(
    candidates: Iterable[Found],
    *,
    defaults: Defaults,
    title: str,
    origin: str,
    total: int | None,
    allow_shrink: bool,
    progress: Progress,
) -> ImportReport:
    """Stage what is new among the candidates, then publish. What every import does; see the functions above."""
    with store_faults():
        turn = take_turn(body=defaults.body, collection=defaults.collection, origin=origin)
        try:
            progress.start(total)
            stage = Stage(turn, defaults, progress)
            tally = stage.fill(candidates)
            if not tally.seen_digests and not tally.kept_sources and not _has_documents(defaults):
                raise ImportFault("There is nothing to import there. Check the source.")
            report = publish(turn, defaults, tally, title=title, origin=origin, allow_shrink=allow_shrink)
        finally:
            turn.release()
            progress.finish()
    return report


def _has_documents(defaults: Defaults) -> bool:
    return Document.objects.filter(body=defaults.body, collection__name=defaults.collection).exists()
