"""Contest an outcome, or ask for a person: no account, no scripts, and a date by which somebody answers."""
