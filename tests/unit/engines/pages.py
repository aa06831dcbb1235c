"""A folder of pages that can be imported, for tests that need the tables."""

from collections.abc import Mapping
from pathlib import Path

from fingerpost.knowledge.importing import import_folder

PAGES = {
    "bins": ("Bin collection", "Put your bin out by 7am. Garden waste is collected every two weeks."),
    "tax": ("Council tax", "You may get a discount if you live alone."),
    "school": ("School admissions", "Apply for a school place by 15 January."),
}


def write_pages(folder: Path, pages: Mapping[str, tuple[str, str]]) -> Path:
    """A folder that holds these pages, by name, as (title, words), and no others."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.md"):
        old.unlink()
    for name, (title, words) in pages.items():
        (folder / f"{name}.md").write_text(f"# {title}\n\n{words}\n", encoding="utf-8")
    return folder


def import_pages(folder: Path, pages: Mapping[str, tuple[str, str]] = PAGES, *, body: str = "fernby") -> None:
    """Import these pages, and take away those imported before that are not among them."""
    import_folder(write_pages(folder, pages), body=body, collection="pages", title="Pages", allow_shrink=True)
