"""What a stream of events has told until now: who answers, what it took, and whether it ended as it should."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.engines.language_models.calling import CallFault, Spent
from fingerpost.engines.language_models.estimating import weigh, whole_tokens
from fingerpost.engines.language_models.naming import is_asked_model

_CUT_SHORT = frozenset({"max_tokens", "length", "model_context_window_exceeded"})
_HELD_BACK = frozenset({"refusal", "content_filter"})
_CALLS = frozenset({"tool_use", "tool_calls", "function_call", "pause_turn"})
_BROKEN = frozenset({"error", "abort"})


@dataclass(kw_only=True)
class Heard:
    """`tokens_sent` is our own estimate of the prompt, which stands until the supplier counts."""

    asked: str
    tokens_sent: int
    aliases: Collection[str] = ()
    is_sent: bool = False
    model: str = ""
    stop: str = ""
    has_ended: bool = False
    counted_in: int | None = None
    counted_cached: int = 0
    counted_out: int | None = None
    _tenths_out: int = field(default=0, init=False)

    def hear_model(self, name: Any) -> None:
        """Raises CallFault with WRONG_MODEL. Some servers give no name in some events."""
        if name in (None, "") or name == self.model:
            return
        if not isinstance(name, str):
            raise CallFault(WhyNoModel.UNREADABLE, detail="a name of a model that is none")
        if not is_asked_model(name, asked=self.asked, aliases=self.aliases):
            raise CallFault(WhyNoModel.WRONG_MODEL, detail=f"{self.asked} was asked")
        self.model = name

    def hear_text(self, text: Any) -> str:
        """A piece of text. Raises CallFault for what is none."""
        if not isinstance(text, str):
            raise CallFault(WhyNoModel.UNREADABLE, detail="text that is not text")
        self._tenths_out += weigh(text)
        return text

    def end(self) -> None:
        """To be called when no more events come. Raises CallFault where the model did not come to its end."""
        if self.stop in _CUT_SHORT:
            raise CallFault(WhyNoModel.TOO_LARGE, detail="it was cut at the tokens it may write")
        if self.stop in _HELD_BACK:
            raise CallFault(WhyNoModel.REFUSED, detail="the supplier held the answer back")
        if self.stop in _CALLS:
            raise CallFault(WhyNoModel.UNREADABLE, detail="it called a tool, and has none")
        if self.stop in _BROKEN or not self.has_ended:
            raise CallFault(WhyNoModel.FAILED, may_retry=True, detail="the stream broke off before its end")

    @property
    def spent(self) -> Spent:
        """Whatever the supplier has not counted is estimated, once anything was sent."""
        if not self.is_sent:
            return Spent()
        taken_in = self.tokens_sent if self.counted_in is None else self.counted_in
        estimate = whole_tokens(self._tenths_out)
        is_counted = (
            self.has_ended and self.counted_out is not None
        )  # suppliers begin to count before they have written
        written = self.counted_out if is_counted else max(self.counted_out or 0, estimate)
        return Spent(
            model=self.model,
            tokens_in=taken_in,
            tokens_cached=min(self.counted_cached, taken_in),
            tokens_out=written or 0,
            is_estimate=self.counted_in is None or not is_counted,
        )


def count_in(value: Any) -> int:
    """A number of tokens as a supplier gives it; none is nought. Raises CallFault for what is no number."""
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000_000:
        raise CallFault(WhyNoModel.UNREADABLE, detail="a number of tokens that is none")
    return value
