"""The tables of register."""
