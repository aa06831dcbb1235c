"""The words of a letter: in whichever encoding they came, out of a page, and without what they only quote."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes
from lxml import etree, html

LONGEST = 200_000  # characters of a letter that are looked at
_LOOKED_AT = 20_000  # bytes by which an encoding is told
_BLOCKS = re.compile(
    r"address|article|blockquote|br|dd|div|dl|dt|fieldset|footer|form|h[1-6]|header|hr|li|main|ol|p|pre|section|table|"
    r"td|th|tr|ul"
)
_UNSEEN = re.compile(r"head|script|style|template|title|noscript|svg|math|object|iframe")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE)
_QUOTES = (
    re.compile(r"^On [^\n]{5,200}(?:\n[^\n]{0,100})?wrote:\s*$", re.MULTILINE),
    re.compile(r"^Ar [^\n]{5,200}(?:\n[^\n]{0,100})?(?:ysgrifennodd|ysgrifennwyd)[^\n]{0,100}:\s*$", re.MULTILINE),
    re.compile(r"^-{2,}\s*(?:Original Message|Neges Wreiddiol|Forwarded message)\s*-{2,}\s*$", re.MULTILINE | re.I),
    re.compile(r"^(?:From|Oddi wrth|O): [^\n]+\n(?:[^\n]+\n){0,2}(?:Sent|Date|Anfonwyd|Dyddiad): ", re.MULTILINE),
    re.compile(r"^_{20,}\s*$", re.MULTILINE),
)
# Of names and of source code, never of a letter; the first two take hours over ten megabytes that are made for them.
_NO_LETTERS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)


def decoded(content: bytes, charset: str) -> str:
    """The text, by the encoding it claims, else by UTF-8, else by what it looks like. Nothing is left out."""
    for name in (charset, "utf-8"):
        try:
            return content.decode(_of_letters(name) or "utf-8")
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    best = from_bytes(content[:_LOOKED_AT]).best()
    try:
        return content.decode(best.encoding if best else "cp1252", "replace")
    except LookupError:
        return content.decode("cp1252", "replace")


def _of_letters(name: str) -> str:
    """The encoding, as Python calls it. Raises LookupError for one that no letter is written in."""
    found = codecs.lookup(name).name.replace("_", "-") if name else ""
    if found in _NO_LETTERS:
        raise LookupError(name)
    return found


def as_text(text: str) -> str:
    """Plain text: one kind of line end, and no signs that steer a terminal or turn the direction of what follows."""
    whole = unicodedata.normalize("NFC", text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        char for char in whole if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    lines = [line.rstrip() for line in kept.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def plain_of_html(page: str) -> str:
    """What a reader would see of a page: without scripts, styles, and what is hidden. Never raises."""
    try:
        root = html.document_fromstring(
            page[: LONGEST * 5].encode("utf-8", "replace"), html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return ""
    pieces: list[str] = []
    waiting: list[object] = [root]
    while waiting:  # without recursion: pages nest as deep as they like
        here = waiting.pop()
        if isinstance(here, str):
            pieces.append(here)
            continue
        if not isinstance(here, etree._Element):
            continue
        tag = here.tag if isinstance(here.tag, str) else ""
        if not tag or _UNSEEN.fullmatch(tag) or here.get("hidden") is not None or _HIDDEN.search(here.get("style", "")):
            continue
        around = "\n" if _BLOCKS.fullmatch(tag) else ""
        inside: list[object] = [around, _flat(here.text)]
        for child in here:
            inside += [child, _flat(child.tail)]
        waiting.extend(reversed([*inside, around]))
    return as_text(re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"[ \t\xa0]+", " ", "".join(pieces))))


def without_history(text: str) -> str:
    """A reply without what it quotes, and without the signature. Where nothing else is in it, it stays as it is."""
    ends = [found.start() for pattern in (*_QUOTES, _SIGNATURE) if (found := pattern.search(text))]
    kept = text[: min(ends)] if ends else text
    lines = [line for line in kept.split("\n") if not line.startswith(">")]
    return "\n".join(lines).strip() or text.strip()


def _flat(text: str | None) -> str:
    return " ".join((text or "").split()) if not (text or "").strip() else _spaced(text or "")


def _spaced(text: str) -> str:
    """One blank for any run of them, kept at both ends."""
    return re.sub(r"\s+", " ", text)
