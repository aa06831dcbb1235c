"""Checks of what goes out, one file each. Anything but a pass takes the claim out."""
