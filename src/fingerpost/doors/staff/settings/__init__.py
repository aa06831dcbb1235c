"""The body's own settings: a form, how a colour would look, and what changed when."""
