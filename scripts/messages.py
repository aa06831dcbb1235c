"""Keep the translated words in step with what the pages say.

    python scripts/messages.py            find every string, bring the catalogues in step with them, compile
    python scripts/messages.py --compile  compile only, where a catalogue has changed: `make setup` does this

A catalogue is a `locale` folder: one beside the doors, and one in each capability for its own labels, hints and limits.
Strings that are new stand there empty, to be translated; those that no page says any more are left out.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import get_type_hints

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from fingerpost.capabilities import discover
from fingerpost.contract.capability import Capability

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "fingerpost"
LANGUAGE = "cy"
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
# No dates and no names, so that the file is the same whoever writes it. The six plural forms are those that CLDR names
# for Welsh: none, one, two, three, six and any other number.
HEADER = r"""# The words of Fingerpost in Welsh. `make messages` keeps this file in step with the pages.
msgid ""
msgstr ""
"Language: cy\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);\n"

"""
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **dict.fromkeys(("gettext_lazy", "gettext_noop")),
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """A catalogue: the folder it stands in and the strings that pages now say, singular or (singular, plural)."""

    folder: Path
    said: tuple[str | tuple[str, str], ...]

    @property
    def path(self) -> Path:
        return self.folder / LANGUAGE / "LC_MESSAGES" / "django.po"


def main(arguments: list[str]) -> int:
    if "--compile" not in arguments:
        for words in find_words():
            update(words)
    for path in catalogues():
        if compile_catalogue(path):
            print(f"compiled {path.with_suffix('.mo').relative_to(ROOT)}")
    waiting = [(path, message) for path in catalogues() for message in untranslated(read(path))]
    for path, message in waiting:
        print(f"{path.relative_to(ROOT)}: still to be translated: {message.id!r}")
    return 0


def find_words() -> list[Words]:
    """Every catalogue there should be, with what its pages say now."""
    doors = Words(
        folder=PACKAGE / "doors" / "locale",
        said=tuple(dict.fromkeys(_marked_in("doors", "site", "casework", "record"))),
    )
    own = [
        Words(folder=each.folder / "locale", said=tuple(dict.fromkeys(_words_of(each)))) for each in discover().values()
    ]
    return [doors, *own]


def catalogues() -> list[Path]:
    """Every catalogue that stands in the package."""
    return sorted(PACKAGE.glob(f"**/locale/{LANGUAGE}/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    """Messages without Welsh, in part or in whole, or whose Welsh is only a guess."""
    for message in catalogue:
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.id and (message.fuzzy or not all(strings)):
            yield message


def update(words: Words) -> None:
    """Write the catalogue anew: the same strings in the same order whoever runs this, with no dates and no places."""
    held = read(words.path) if words.path.is_file() else None
    catalogue = read_po(BytesIO(HEADER.encode()), locale=LANGUAGE)
    for said in words.said:
        known = held.get(said) if held else None
        catalogue.add(said, known.string if known and known.id == said else None)
    words.path.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, catalogue, width=120, omit_header=True, no_location=True, sort_output=True)
    words.path.write_bytes(HEADER.encode() + written.getvalue())


def compile_catalogue(path: Path) -> bool:
    """Write the .mo beside a .po where it differs; tells whether it did."""
    compiled, target = compiled_from(path), path.with_suffix(".mo")
    if target.is_file() and target.read_bytes() == compiled:
        return False
    target.write_bytes(compiled)
    return True


def compiled_from(path: Path) -> bytes:
    """What the .mo of a catalogue must hold. Its header has a day, which must not be today's: the same words give the
    same bytes."""
    catalogue = read(path)
    catalogue.creation_date = catalogue.revision_date = NO_DAY
    written = BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def _marked_in(*folders: str) -> Iterator[str | tuple[str, str]]:
    """What Python and templates mark as words for people, by babel.cfg."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, filename="babel.cfg")  # type: ignore[no-untyped-call]
    for folder in folders:
        for _, _, message, _, _ in extract_from_dir(PACKAGE / folder, methods, options, keywords=KEYWORDS):
            yield (message[0], message[1]) if isinstance(message, tuple) else message


def _words_of(capability: Capability) -> Iterator[str]:
    """What the doors show of a capability that it declares in English: its card's words and its form's."""
    card = capability.card
    yield from (card.title, card.contact.team, *card.limits)
    hints = get_type_hints(capability.request)
    for each in fields(capability.request):
        if "tuple" in str(hints[each.name]):  # for programs, as doors/citizen/asking/fields.py has it
            continue
        yield from filter(None, (each.metadata.get("label"), each.metadata.get("hint")))
        yield from _choices(hints[each.name])


def _choices(hint: object) -> Iterable[str]:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return [member.value.replace("-", " ").capitalize() for member in hint]
    return ()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
