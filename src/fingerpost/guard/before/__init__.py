"""Checks of what comes in, one file each."""
