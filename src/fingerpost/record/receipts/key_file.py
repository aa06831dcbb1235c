"""The file of public keys that receipts are checked with: one a line, each under a remark that says whose it is."""

from collections.abc import Sequence


def write_key_file(*, log: Sequence[str], witnesses: Sequence[str] = ()) -> str:
    """`log` are the public keys of the log, newest first: old ones stay, so that old receipts can be checked."""
    lines = []
    for number, key in enumerate(log):
        lines += ["# The log, until the key above took its place" if number else "# The log", key]
    for key in witnesses:
        lines += ["# A witness, which signs what it has seen of the log", key]
    return "".join(f"{line}\n" for line in lines)
