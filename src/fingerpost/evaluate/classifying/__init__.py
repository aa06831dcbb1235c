"""Measures a classifier on any table of texts and labels, beside two plain ones."""
