"""Figures in a text: every number, amount of money, percentage, date, time, phone number, e-mail and link.

`figures_in` gives them in one way of writing, so that "ten pounds" and "£10.00" are the same. Only differences that
cannot change the meaning are evened out. A number keeps its unit: "28 days" is not "28 weeks", and "£10 a week" is
not "£10 a month".
"""

from fingerpost.guard.figures.names import missing_names
from fingerpost.guard.figures.reading import figures_in

__all__ = ["figures_in", "missing_names"]
