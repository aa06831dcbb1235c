"""Guidance from the GOV.UK Content API: from saved JSON files, or from a server that speaks it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fingerpost.contract.errors import ImportFault
from fingerpost.knowledge.drafts import Defaults, Draft
from fingerpost.knowledge.formats.content_items import ContentPage, read_content_item
from fingerpost.knowledge.sources.candidates import Candidate, Found, Refusal
from fingerpost.knowledge.sources.fetching import Fetcher, FetchFault


@dataclass(frozen=True, kw_only=True)
class ContentItems:
    """Turns the bytes of content items into candidates. `on` is the day on which they are read."""

    defaults: Defaults
    on: date
    largest: int

    def from_files(self, files: Mapping[str, Path]) -> Iterator[Found]:
        """Each file, by the name it goes under; or why it cannot be read."""
        for name, path in files.items():
            try:
                if path.stat().st_size > self.largest:
                    size = self.largest // (1024 * 1024)
                    yield Refusal(name=name, reason=f"It is larger than {size} MB, so it was not opened.")
                    continue
                data = path.read_bytes()
            except OSError as fault:
                reason = f"It could not be read: {fault.strerror or 'the disk gave an error'}."
                yield Refusal(name=name, reason=reason)
            else:
                yield self._candidate(name, data)

    def from_server(self, base_url: str, paths: Sequence[str], fetcher: Fetcher) -> Iterator[Found]:
        """Each path, such as /universal-credit, from `base_url` followed by /api/content."""
        for path in paths:
            try:
                fetched = fetcher.fetch(f"{base_url.rstrip('/')}/api/content/{path.strip('/')}")
            except FetchFault as fault:
                yield Refusal(name=path, reason=fault.reason, is_gone=fault.is_gone)
            else:
                yield self._candidate(path, fetched.data)

    def _candidate(self, name: str, data: bytes) -> Candidate:
        digest = self.defaults.source_digest(name, data)
        return Candidate(name=name, digest=digest, read=self._reader(data))

    def _reader(self, data: bytes) -> Callable[[], list[Draft]]:
        return lambda: [self._draft(page) for page in read_content_item(data)]

    def _draft(self, page: ContentPage) -> Draft:
        return Draft(
            key=page.path.strip("/") or "index",
            page=page.page,
            matter=page.matter,
            url=page.matter.url or "",
            is_original=True,
            checked_on=self.on,
            valid_to=page.valid_to,
            details=page.details,
        )


def list_json_files(source: Path | Sequence[Path]) -> dict[str, Path]:
    """The JSON files of a folder, with all folders in it, in a fixed order; or those given. Raises ImportFault."""
    if not isinstance(source, Path):
        return {str(path): path for path in source}
    if source.is_file():
        return {source.name: source}
    if not source.is_dir():
        raise ImportFault("There is no such folder or file to import. Check its path.", detail=str(source))
    return {path.relative_to(source).as_posix(): path for path in sorted(source.rglob("*.json")) if path.is_file()}
