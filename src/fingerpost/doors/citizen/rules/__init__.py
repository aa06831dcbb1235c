"""The rules behind every amount, to be read: each scheme's conditions, figures, examples, and what is left out."""
