"""Where a passage may say what was asked."""

from collections.abc import Iterator

from fingerpost.contract.passages import Passage


def parts_said(passage: Passage) -> Iterator[str]:
    """What stands on the page: the text, the title, the headings and the summary."""
    yield from (passage.text, passage.title, *passage.heading_path, passage.summary)


def parts_known(passage: Passage) -> Iterator[str]:
    """The same, and the keywords that its page is filed under."""
    yield from (*parts_said(passage), *passage.keywords)
