"""The two sides of a comparison: the engines of this installation with one language model, or with none."""

from dataclasses import dataclass, field
from datetime import datetime

from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.language_models import (
    LanguageModel,
    LanguageModelUnavailable,
    Patience,
    Prompt,
    WhyNoModel,
    Writing,
)
from fingerpost.contract.ports import Engines
from fingerpost.engines.clock import FixedClock
from fingerpost.engines.language_models.estimating import estimate_prompt
from fingerpost.engines.language_models.guarding.prices import Prices
from fingerpost.evaluate.comparing.purse import Purse
from fingerpost.pipeline.models import REGISTRY

NONE = "none"
"""The name of the side on which no model writes: every answer is quoted."""


class ComparisonStopped(FingerpostError):
    """It cannot go on now. What was measured is kept, and the same command goes on where it stopped."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """`name` is the model's in the settings, or NONE; then `model` is None. `prices` are those of the settings."""

    name: str
    model: LanguageModel | None = None
    prices: Prices = field(default_factory=Prices)

    @property
    def digest(self) -> str:
        return self.model.digest if self.model else NONE


class SideEngines(Engines):
    """The engines of this installation, but with the language model of one side, and a clock that stands still."""

    def __init__(self, engines: Engines, side: Side, *, at: datetime, purse: Purse) -> None:
        self._behind = engines
        self._own: dict[str, object] = {"clock": FixedClock(at), REGISTRY: _OneModel(side, purse)}

    def one(self, name: str) -> object:
        """One engine by name. Raises MissingEngine."""
        return self._own[name] if name in self._own else self._behind.one(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({*self._behind.names, *self._own}))


class _OneModel:
    """The port `LanguageModels`: the model of the side, for every capability."""

    def __init__(self, side: Side, purse: Purse) -> None:
        self._model = PaidModel(side.model, prices=side.prices, purse=purse) if side.model else None

    def chosen_for(self, capability: str) -> LanguageModel | None:
        return self._model


class PaidModel:
    """The port `LanguageModel`. It writes nothing where that might cost more than is left in the purse."""

    def __init__(self, model: LanguageModel, *, prices: Prices, purse: Purse) -> None:
        self._model = model
        self._prices = prices
        self._purse = purse

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def digest(self) -> str:
        return self._model.digest

    @property
    def patience(self) -> Patience:
        return self._model.patience

    def write(self, prompt: Prompt) -> Writing:
        most = self._prices.most_of(tokens_in=estimate_prompt(prompt), tokens_out=prompt.most_tokens)
        if not self._purse.has(most.micropounds):
            raise LanguageModelUnavailable(WhyNoModel.OVER_BUDGET)
        return self._model.write(prompt)
