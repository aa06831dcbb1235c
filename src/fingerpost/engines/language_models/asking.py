"""What both suppliers' providers do alike before anything is sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from fingerpost.contract.errors import ModelUnavailable
from fingerpost.contract.language_models import Prompt, WhyNoModel
from fingerpost.engines.language_models.calling import CallFault
from fingerpost.engines.language_models.delimiting import delimit
from fingerpost.engines.language_models.estimating import estimate_prompt

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A prompt, made ready for one call. `material` are its parts between marks drawn for this call. None of it is
    shown when it is printed."""

    instructions: str = field(repr=False)
    material: str = field(repr=False)
    most_tokens: int
    tokens: int


def make_ready(prompt: Prompt, *, context_tokens: int) -> Asked:
    """Raises CallFault with TOO_LARGE where the prompt and what may be written do not fit the model together."""
    tokens = estimate_prompt(prompt)
    if tokens + prompt.most_tokens > context_tokens:
        raise CallFault(
            WhyNoModel.TOO_LARGE,
            detail=f"some {tokens} tokens, and {prompt.most_tokens} to write, of {context_tokens} the model has",
        )
    return Asked(
        instructions=prompt.instructions,
        material=delimit(prompt.parts),
        most_tokens=prompt.most_tokens,
        tokens=tokens,
    )


def prepare_for_call(prepare: Callable[[], T]) -> T:
    """What cannot be loaded is a fault of the call that needs it. Raises CallFault, which hangs on nothing."""
    try:
        return prepare()
    except ModelUnavailable as error:
        missing = f"{error.public} {error.detail}".strip()
    raise CallFault(WhyNoModel.UNREACHABLE, detail=missing)


def not_installed(extra: str, error: ImportError) -> ModelUnavailable:
    """The supplier's client is not installed here."""
    return ModelUnavailable(
        f"The language model's client is not installed. Run: pip install 'fingerpost[{extra}]'.", detail=str(error)
    )
