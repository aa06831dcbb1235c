"""Evaluates rules over what is possible: exactly for one household, in arrays for many."""
