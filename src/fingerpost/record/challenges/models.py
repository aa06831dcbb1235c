"""The tables of challenges."""
