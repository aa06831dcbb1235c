"""The parts of a question that ask, without the story around them."""

import re

_CLAUSE = re.compile(r"[.?!;,\n]+\s*|\s+(?:-|–|but|because|cos|bcos)\s+")
_ASKS = re.compile(
    r"\b(how|what|whats|what's|when|where|wheres|who|whos|which|why|can|could|do|does|did|is|are|am|will|would|should|"
    r"may|must|any|need|sut|beth|pryd|ble|pwy|faint|oes|ydy|a yw)\b",
    re.IGNORECASE,
)


def asking_clauses(question: str) -> list[str]:
    """The clauses that ask something; all of them when none shows that it does."""
    clauses = [clause for clause in _CLAUSE.split(question) if clause.strip()]
    asking = [clause for clause in clauses if _ASKS.search(clause)]
    return asking or clauses
