"""Brings guidance in and keeps it in step with its source.

Every import goes the same way: candidates from a source, those that are new or changed are read and staged, and one
transaction puts the whole before the readers. If the process dies, the next import of that collection goes on where
this one stopped; until then search sees the collection as it was.
"""

from collections.abc import Iterable
from pathlib import Path

from fingerpost.contract.context import ALL_NATIONS, Access, Nation
from fingerpost.contract.errors import ImportFault
from fingerpost.knowledge.drafts import Defaults
from fingerpost.knowledge.models import Document
from fingerpost.knowledge.publishing import publish
from fingerpost.knowledge.reports import ImportReport, NoProgress, Progress
from fingerpost.knowledge.sources.candidates import Found
from fingerpost.knowledge.sources.folder import Folder
from fingerpost.knowledge.staging import Stage
from fingerpost.knowledge.store_faults import store_faults
from fingerpost.knowledge.turns import take_turn

LARGEST_FILE = 50 * 1024 * 1024  # bytes
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
