"""What Welsh does to the words of a list: the first letter changes with the word before it, and some letters are two.

Sources: the initial mutations as any grammar of Welsh lists them, such as P. W. Thomas, Gramadeg y Gymraeg (1996); the
alphabet of 29 letters, in which ch, dd, ff, ng, ll, ph, rh and th are one letter each.
"""

from collections.abc import Iterator

_ALPHABET = (
    *("a", "b", "c", "ch", "d", "dd", "e", "f", "ff", "g", "ng", "h", "i", "j", "l"),
    *("ll", "m", "n", "o", "p", "ph", "r", "rh", "s", "t", "th", "u", "w", "y"),
)
_PAIRS = frozenset(letter for letter in _ALPHABET if len(letter) == 2)
_PLACES = {letter: place for place, letter in enumerate(_ALPHABET)}
_PLAIN = str.maketrans("âêîôûŵŷáéíóúàèìòùäëïöü", "aeiouwyaeiouaeiouaeiou")
_VOWELS = frozenset("aeiouwy")
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


def mutate(word: str) -> Iterator[str]:
    """The other shapes of a word in small letters: "credyd" gives "gredyd", "nghredyd", "chredyd"."""
    first = word[:2] if word[:2] in _PAIRS else word[:1]
    for changed in _MUTATIONS.get(first, ()):
        yield changed + word[len(first) :]
    if first.translate(_PLAIN) in _VOWELS:
        yield f"h{word}"


def letters_of(word: str) -> tuple[str, ...]:
    """The letters of a word by the Welsh alphabet, in small letters and without accents."""
    plain, found = word.casefold().translate(_PLAIN), []
    while plain:
        size = 2 if plain[:2] in _PAIRS else 1
        found.append(plain[:size])
        plain = plain[size:]
    return tuple(found)


def order_of(word: str) -> tuple[int, ...]:
    """A key to sort by. What is no letter, such as a space, comes first."""
    return tuple(_PLACES.get(letter, -1) for letter in letters_of(word))
