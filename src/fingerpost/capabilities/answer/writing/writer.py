"""Has a language model write the answer, and keeps of it what its quotes bear out, claim by claim as they come.

The rules have decided by then that there is an answer, how sure it is, what is missing and what to do next: nothing
that the model writes changes any of it. Where it writes nothing that is borne out, the guidance is quoted as ever.
"""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from fingerpost.capabilities.answer.writing.giving import LANGUAGE, Given, choose_given
from fingerpost.capabilities.answer.writing.lines import LineReader
from fingerpost.capabilities.answer.writing.prompt import ask_in
from fingerpost.capabilities.answer.writing.quoting import claim_of
from fingerpost.contract.claims import Claim, Outcome, Written
from fingerpost.contract.context import Context
from fingerpost.contract.language_models import (
    LanguageModel,
    LanguageModelUnavailable,
    Prompt,
    Reader,
    WhyNoModel,
)
from fingerpost.contract.ports import Hit
from fingerpost.contract.quoting import fold_whitespace

MOST_CLAIMS = 6
MOST_LINES = 60  # a model that goes on and on is not read on and on; nor are more sentences, however few its lines


@dataclass(kw_only=True)
class Draft:
    """What has come of one writing until now. `why` is the code of what ended it before its time, if anything did."""

    claims: list[Claim] = field(default_factory=list)
    written: int = 0
    unread: int = 0
    unquoted: int = 0
    repeated: int = 0
    not_borne_out: int = 0
    why: str = ""


def write_answer(
    quoted: Outcome,
    *,
    asked: tuple[str, str],
    context: Context,
    shown: Sequence[Hit],
    hits: Sequence[Hit],
    model: LanguageModel | None,
    reader: Reader | None,
) -> Outcome:
    """`quoted`, the answer that quotes the passages `shown`, with the model's claims in the place of its own.

    `asked` is the question, and what it leans on. Where the model stops half-way, its claims are followed by quotes of
    those passages that it had not come to. Without a model, and for an answer or a passage that is not in English, it
    stays as it is: nothing could check what is written in Welsh. Raises what `reader` raises, and nothing else.
    """
    given = choose_given(shown, hits) if context.language == LANGUAGE else []
    if not given or model is None or reader is None:
        return quoted
    prompt = ask_in(*asked, context.nation, given)
    draft = _draft(prompt, given, confidence=quoted.confidence, model=model, reader=reader)
    found = {**quoted.found, "given": len(given), **_counts(draft)}
    if not draft.claims:
        why = draft.why or WhyNoModel.NOTHING_BORNE_OUT.value
        return replace(quoted, written=Written(why_quoted=why), found=found)
    rest = _not_quoted_yet(quoted.claims, draft.claims) if draft.why else ()
    by = model.name if any(claim.is_rephrased for claim in draft.claims) else ""
    written = Written(by=by, why_quoted=draft.why)
    return replace(quoted, claims=(*draft.claims, *rest), written=written, found=found)


def _draft(
    prompt: Prompt, given: Sequence[Given], *, confidence: float | None, model: LanguageModel, reader: Reader
) -> Draft:
    draft, said = Draft(), set[str]()
    try:
        with closing(_claims(prompt, given, draft, model=model)) as claims:
            for claim in claims:
                if _is_said(claim, said):
                    draft.repeated += 1
                elif reader.show(claim, confidence=confidence):
                    draft.claims.append(claim)
                else:
                    draft.not_borne_out += 1
                if len(draft.claims) == MOST_CLAIMS:
                    break
    except LanguageModelUnavailable as error:
        draft.why = error.why.value
    return draft


def _claims(
    prompt: Prompt, given: Sequence[Given], draft: Draft, *, model: LanguageModel
) -> Generator[Claim, None, None]:
    """Each sentence of the model that quotes something it was given, as it comes. The model is stopped with it."""
    passages = {each.token: each.passage for each in given}
    lines, writing = LineReader(), model.write(prompt)
    try:
        for number, line in enumerate(writing, start=1):
            for sentence in lines.take(line)[: MOST_LINES - draft.written]:
                draft.written += 1
                claim = claim_of(sentence, passages)
                if claim is None:
                    draft.unquoted += 1
                else:
                    yield claim
            if MOST_LINES in (number, draft.written):
                break
    finally:
        writing.close()
        lines.end()
        draft.unread = lines.unread


def _is_said(claim: Claim, said: set[str]) -> bool:
    """Was the same said before? If not, it is now."""
    words = fold_whitespace(claim.text).casefold().rstrip(".")
    if words in said:
        return True
    said.add(words)
    return False


def _not_quoted_yet(quotes: Sequence[Claim], claims: Sequence[Claim]) -> tuple[Claim, ...]:
    used = {each.source.id for claim in claims for each in (claim, *claim.beside)}
    return tuple(claim for claim in quotes if claim.source.id not in used)


def _counts(draft: Draft) -> dict[str, int]:
    names = ("written", "unread", "unquoted", "repeated", "not_borne_out")
    return {name: getattr(draft, name) for name in names}
