"""The languages that are served."""

SERVED = ("en", "cy")
