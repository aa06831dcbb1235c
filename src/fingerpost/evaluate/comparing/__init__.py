"""Runs a capability's cases with one language model and with another, and says how they differ, and how surely."""

from fingerpost.evaluate.comparing.comparison import compare_models
from fingerpost.evaluate.comparing.purse import Purse
from fingerpost.evaluate.comparing.results import Comparison, Row
from fingerpost.evaluate.comparing.sides import NONE, ComparisonStopped, Side

__all__ = ["NONE", "Comparison", "ComparisonStopped", "Purse", "Row", "Side", "compare_models"]
