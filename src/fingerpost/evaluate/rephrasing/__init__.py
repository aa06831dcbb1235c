"""Measures the check for rephrased text: right claims that it takes out, and wrong ones that it finds."""

from fingerpost.evaluate.rephrasing.measure import Measured, count_removed, is_shown, measure_mutations
from fingerpost.evaluate.rephrasing.mutations import KINDS, Mutation, mutate
from fingerpost.evaluate.rephrasing.right_claims import RightClaim, quote_lines, read_right_claims

__all__ = [
    "KINDS",
    "Measured",
    "Mutation",
    "RightClaim",
    "count_removed",
    "is_shown",
    "measure_mutations",
    "mutate",
    "quote_lines",
    "read_right_claims",
]
