"""How Welsh words of a list are sorted, and the shapes under which each is found.

The alphabet has 29 letters, in which ch, dd, ff, ng, ll, ph, rh and th are one letter each.
"""

from collections.abc import Iterator

from fingerpost.contract.welsh import first_letter, mutate

_ALPHABET = (
    *("a", "b", "c", "ch", "d", "dd", "e", "f", "ff", "g", "ng", "h", "i", "j", "l"),
    *("ll", "m", "n", "o", "p", "ph", "r", "rh", "s", "t", "th", "u", "w", "y"),
)
_PLACES = {letter: place for place, letter in enumerate(_ALPHABET)}
_PLAIN = str.maketrans("âêîôûŵŷáéíóúàèìòùäëïöü", "aeiouwyaeiouaeiouaeiou")
_VOWELS = frozenset("aeiouwy")


def shapes_of(word: str) -> Iterator[str]:
    """The other shapes of a word in small letters: those of `mutate`, and an h before a vowel, accented or not."""
    yield from mutate(word)
    if word[:1].translate(_PLAIN) in _VOWELS:
        yield f"h{word}"


def letters_of(word: str) -> tuple[str, ...]:
    """The letters of a word by the Welsh alphabet, in small letters and without accents."""
    plain, found = word.casefold().translate(_PLAIN), []
    while plain:
        found.append(first_letter(plain))
        plain = plain[len(found[-1]) :]
    return tuple(found)


def order_of(word: str) -> tuple[int, ...]:
    """A key to sort by. What is no letter, such as a space, comes first."""
    return tuple(_PLACES.get(letter, -1) for letter in letters_of(word))
