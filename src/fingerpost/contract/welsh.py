"""What Welsh does to the first letter of a word. Search and the glossary must both know it to find what is typed.

The mutations are those that any grammar of Welsh lists, such as P. W. Thomas, Gramadeg y Gymraeg (1996).
"""

from collections.abc import Iterator

PAIRS = frozenset({"ch", "dd", "ff", "ng", "ll", "ph", "rh", "th"})
"""Each is one letter of the Welsh alphabet."""

_MUTATIONS = {
    "c": ("g", "ngh", "ch"),
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "g": ("", "ng"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "m": ("f",),
    "ll": ("l",),
    "rh": ("r",),
}


def first_letter(word: str) -> str:
    """By the Welsh alphabet: "Ll" of "Llanelli" is one."""
    return word[:2] if word[:2].casefold() in PAIRS else word[:1]


def mutate(word: str) -> Iterator[str]:
    """The other shapes of a word in small letters: "credyd" gives "gredyd", "nghredyd", "chredyd".

    Not the h before a vowel: whether that counts depends on how accents are written.
    """
    first = first_letter(word)
    for changed in _MUTATIONS.get(first, ()):
        yield changed + word[len(first) :]
