"""When a quote counts as found: letter for letter, after runs of whitespace are folded to one space."""


def fold_whitespace(text: str) -> str:
    """Runs of whitespace become one space; the ends are trimmed. Letters, case and punctuation stay."""
    return " ".join(text.split())


def is_quoted(quote: str, text: str) -> bool:
    """Does `quote` stand in `text`, letter for letter once whitespace is folded? An empty quote stands nowhere."""
    folded = fold_whitespace(quote)
    return bool(folded) and folded in fold_whitespace(text)
