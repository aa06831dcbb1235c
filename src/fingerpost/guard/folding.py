"""Text made plain for matching, one character for one, so that a place found in it is a place in the original."""

import unicodedata

_LIKE = {
    **{point: chr(point) for point in range(0x180)},  # most of what people type, so that it need not be worked out
    0xA0: " ",
    0xB2: "2",
    0xB3: "3",
    0xB9: "1",
    **dict.fromkeys(map(ord, "‘’‛ʼ´`′＇"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-"),
    ord("\u2800"): " ",  # the blank Braille cell looks like a space and is none
}


class _Fold(dict[int, str]):
    """Works out each character when it is met; keeps nothing, so that no input can make it grow."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        plain = unicodedata.normalize("NFKC", char)
        plain = plain if len(plain) == 1 else char
        if plain.isdecimal():
            return str(unicodedata.decimal(plain))
        return " " if unicodedata.category(plain) == "Zs" else plain


_TABLE = _Fold(_LIKE)


def fold_characters(text: str) -> str:
    """Same length. Digits of every script become 0-9, wide letters plain, dashes "-", quotes ' and ", spaces " "."""
    return text if text.isascii() else text.translate(_TABLE)
