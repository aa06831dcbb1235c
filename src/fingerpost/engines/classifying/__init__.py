"""Puts texts into a body's classes: from their descriptions alone, with a handful of examples, or with thousands."""
