"""Somebody asks to be told when an answer changes, confirms it, or says stop."""
