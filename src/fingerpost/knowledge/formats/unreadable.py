"""The fault of one file: it is left out of the import and named in its report; the other files go in."""


class Unreadable(Exception):
    """`reason` is one or two plain sentences: what is wrong with the file, and what to do about it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
