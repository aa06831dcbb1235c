"""The answer in fuller sentences: what a language model is given, what it wrote, and which of it is borne out."""
