"""The names of what other programs may do: each capability by its command, two tools that read, and reporting."""

from fingerpost.doors.asking import capabilities

READING = ("search", "verify")
REPORTING = "report"
"""What a token needs that may send reports of others, by Open311."""


def tool_names() -> list[str]:
    """In the order in which they are offered."""
    return [*capabilities(), *(each for each in (*READING, REPORTING) if each not in capabilities())]
