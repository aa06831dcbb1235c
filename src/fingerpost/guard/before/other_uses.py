"""What nobody can be answered from guidance, whatever guidance says: orders to the machine, parts to play, texts to
write, other people's affairs, ways to do harm. They are told so in fixed words, before anything is searched.

The patterns stand in `other_uses.toml`. They are for clear cases only: a wrong "I cannot do that" costs somebody an
answer, a missed one costs a quotation that is beside the point.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Run, Step, Verdict
from fingerpost.guard.contacts import CONTACTS
from fingerpost.guard.folding import fold_characters
from fingerpost.guard.texts import asked_in

NAME = "other uses"
READ_AT_MOST = 2_000  # characters
REASON = "not for guidance"
WORDS = {
    "en": "I can only quote guidance about public services. I cannot play a part, write texts, say anything about "
    "other people, or help with what could hurt somebody. Ask about a public service, or ask a person.",
    "cy": "Dim ond dyfynnu canllawiau am wasanaethau cyhoeddus y gallaf ei wneud. Ni allaf chwarae rhan, ysgrifennu "
    "testunau, dweud dim am bobl eraill, na helpu gyda'r hyn a allai niweidio rhywun. Gofynnwch am wasanaeth "
    "cyhoeddus, neu gofynnwch i berson.",
}
_FILE = Path(__file__).with_name("other_uses.toml")


def check_other_uses(run: Run) -> Run:
    """Stop what is no question for guidance, with the kind of it in the step."""
    kind = kind_of_use(asked_in(run.request)[:READ_AT_MOST])
    if not kind:
        return run.after(Step(name=NAME))
    language = run.context.language if run.context.language in WORDS else "en"
    outcome = Outcome(
        kind=OutcomeKind.CANNOT_ANSWER,
        reason=REASON,
        message=WORDS[language],
        message_language=language,
        next_steps=(CONTACTS["council offices"].step(language),),
    )
    return run.after(Step(name=NAME, verdict=Verdict.STOP, reason=REASON, found={"kind": kind}), outcome=outcome)


def kind_of_use(text: str) -> str:
    """Which kind of use a text is; "" for a question, which most texts are."""
    plain = " ".join(fold_characters(text).split())
    return next((kind for kind, pattern in load_uses().items() if pattern.search(plain)), "")


@cache
def load_uses() -> dict[str, re.Pattern[str]]:
    """The patterns by kind, read once. `<start>` is where a sentence begins, `<name>` a person's full name."""
    raw: dict[str, list[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(map(_compile, patterns))) for kind, patterns in raw.items()}


def _compile(pattern: str) -> str:
    """Case counts only in names: everything else is matched in any."""
    start = r"(?:^|[.!?:,;\"'] ?)(?:please |now |just |and |so |then |ok |rex,? )?"
    titled = r"(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor) "
    name = rf"(?-i:(?:{titled})?[A-Z][a-z]+ [A-Z][a-z]+|{titled}[A-Z][a-z]+)"
    return f"(?i:{pattern.replace('<start>', start).replace('<name>', name)})"
