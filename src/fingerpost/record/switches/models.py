"""The tables of switches."""
