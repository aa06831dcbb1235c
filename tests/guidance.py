"""Changes the small library while a test runs: a page says something else, or is taken away."""

import shutil
from pathlib import Path

from django.conf import settings

from fingerpost.knowledge.importing import import_folder
from fingerpost.site import wiring


def change_guidance(pages: Path, folder: Path, **changed: tuple[str, str] | None) -> None:
    """Import the pages once more. `changed` says by page, with _ for -, which words take the place of which; None for a
    page that is taken away."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(pages, folder)
    for name, words in changed.items():
        path = folder / f"{name.replace('_', '-')}.md"
        if words is None:
            path.unlink()
            continue
        text = path.read_text(encoding="utf-8")
        assert words[0] in text, f"{path.name} does not say {words[0]!r}"
        path.write_text(text.replace(*words), encoding="utf-8")
    import_folder(folder, body=settings.CONFIGURATION.body, collection="tests", title="Pages of the tests")
    wiring.update_index(lambda what, done, total: None)
