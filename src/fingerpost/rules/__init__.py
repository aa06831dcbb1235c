"""Dated parameters and rules: yes, no or unknown, with reasons. Empty in this release: see CHANGELOG."""
