"""A supplier's key. It is shown by nothing: not by printing, not by formatting, not by pickling."""

from typing import NoReturn


class Key:
    """A key, which only `reveal` gives. Raises ValueError for one that cannot stand in a header; it is not in the
    message."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        if not value or not value.isascii() or not value.isprintable() or " " in value:
            raise ValueError("A key is one word of printable ASCII characters.")
        self._value = value

    def reveal(self) -> str:
        """For the header of a request, and nothing else."""
        return self._value

    def __repr__(self) -> str:
        return "Key(hidden)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A key is not written down.")
