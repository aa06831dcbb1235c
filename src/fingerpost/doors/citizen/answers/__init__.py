"""An answer that the record holds: its page, its words, how it was made, and what was thought of it."""
