"""Guidance: brought in, split into passages, and kept in step with its source. See README.md."""
