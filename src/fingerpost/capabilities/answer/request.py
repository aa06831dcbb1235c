"""What a person sends: a question, and the conversation it stands in."""

from dataclasses import dataclass

from fingerpost.contract.capability import ask_for


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One earlier turn: what the person asked, and the title of the page that was quoted in reply."""

    question: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question in the person's own words. `conversation` is oldest first; the last few turns are used."""

    question: str = ask_for(
        "Your question",
        hint="Ask in your own words. Say what matters: your age, who you live with, where you live. Leave out names.",
        max_length=1000,
    )
    conversation: tuple[Turn, ...] = ask_for("Earlier in this conversation", free_text=False, default=())
