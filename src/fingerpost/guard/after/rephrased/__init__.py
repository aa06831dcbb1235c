"""Do the quotes of a claim bear out what it says in other words?"""

from fingerpost.guard.after.rephrased.check import NAME, check_rephrased

__all__ = ["NAME", "check_rephrased"]
