"""Reading aloud by the server, and dictation. Both are off unless an operator switched `speech` on."""
