"""What was said before, as the record holds it: personal details masked."""

from typing import Any

from fingerpost.record.reading import KeptRun

MOST_TURNS = 10


def turns_until(kept: KeptRun) -> list[dict[str, str]]:
    """The conversation up to and with this run, oldest first."""
    if not kept.request or "question" not in kept.request:
        return []
    said = {"question": kept.request["question"], "answer": _page_quoted(kept.reply or {})}
    return [*earlier_turns(kept), said][-MOST_TURNS:]


def earlier_turns(kept: KeptRun) -> list[dict[str, str]]:
    """What was said before this run."""
    return list((kept.request or {}).get("conversation", ()))


def answer_given(kept: KeptRun, words: str) -> tuple[str, str] | None:
    """The field and the value that these words give to what the run asked for; None when they answer none of it.

    The value, the words of a choice and its number in the list all count, however they are typed.
    """
    typed = words.strip().rstrip(".").casefold()
    for asked in (kept.reply or {}).get("asks", ()):
        for number, (value, shown) in enumerate(asked["choices"], start=1):
            if typed in {str(value).casefold(), str(shown).casefold(), str(number)}:
                return str(asked["field"]), str(value)
    return None


def _page_quoted(reply: dict[str, Any]) -> str:
    """The title of the page that was quoted first."""
    claims = reply.get("claims") or ()
    return str(claims[0]["source"]["title"]) if claims else ""
