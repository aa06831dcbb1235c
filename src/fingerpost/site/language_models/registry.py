"""The language models of this installation: which one serves which capability, and how each of them is doing."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import urlsplit

from django.utils import timezone

from fingerpost.contract.errors import FingerpostError, StoreUnavailable
from fingerpost.doors.installation import ModelState
from fingerpost.engines.language_models import anthropic_api
from fingerpost.engines.language_models.calling import CallFault
from fingerpost.engines.language_models.guarding.model import GuardedModel
from fingerpost.engines.language_models.guarding.timing import Timing
from fingerpost.record.spending.reading import Spending, find_spending
from fingerpost.site.language_models.budgets import KeptBudget
from fingerpost.site.language_models.checks import examine
from fingerpost.site.language_models.described import ANTHROPIC, LOCAL, MICROPOUNDS, Described, DescribedModels
from fingerpost.site.language_models.providers import PreparedProvider, build_provider

logger = logging.getLogger(__name__)


class ServedModel:
    """A described model with what guards it."""

    def __init__(self, of: Described, *, home: Path, body: str, timing: Timing) -> None:
        self.described = of
        self._provider: PreparedProvider = build_provider(of, home=home)
        self._is_prepared = False
        self._lock = Lock()
        self.guarded = GuardedModel(
            self._provider,
            budget=KeptBudget(of, body=body, now=timing.now),
            patience=of.patience,
            prices=of.prices,
            at_once=of.places,
            most_tokens=of.most_tokens,
            timing=timing,
        )

    def prepare_soon(self) -> None:
        """Import and load what it needs beside the requests, once: the first reader should not wait for it."""
        with self._lock:
            if self._is_prepared:
                return
            self._is_prepared = True
        Thread(target=self.prepare, name=f"preparing {self.described.name}", daemon=True).start()

    def prepare(self) -> None:
        """What keeps it from being ready is logged, and told again when it is asked."""
        try:
            self._provider.prepare()
        except CallFault as fault:
            logger.warning("The language model '%s' is not ready: %s", self.described.name, fault.detail)
        except FingerpostError as error:
            logger.warning("The language model '%s' is not ready. %s", self.described.name, error.public)


class ChosenModels:
    """The port `LanguageModels`, and what doors show of it (`doors.installation.LanguageModelsHere`)."""

    def __init__(self, described: DescribedModels, *, home: Path, body: str, timing: Timing | None = None) -> None:
        self._use = described.use
        self._body = body
        self._home = home
        self._now: Callable[[], datetime] = (timing or Timing()).now
        self._models: Mapping[str, ServedModel] = {
            name: ServedModel(each, home=home, body=body, timing=timing or Timing())
            for name, each in described.models.items()
        }

    def chosen_for(self, capability: str) -> GuardedModel | None:
        """As the port has it. The first time it begins to make the model ready."""
        name = self._use.get(capability)
        if name is None:
            return None
        self._models[name].prepare_soon()
        return self._models[name].guarded

    def named(self, name: str) -> GuardedModel | None:
        """One model by its name, whether anything uses it or not, made ready first: for who can wait for that."""
        served = self._models.get(name)
        if served is None:
            return None
        served.prepare()
        return served.guarded

    def prepare_soon(self) -> None:
        """Make ready every model that something uses."""
        for name in set(self._use.values()):
            self._models[name].prepare_soon()

    def list_states(self) -> Sequence[ModelState]:
        """Every model as it stands in this process now, with what all processes have spent today, by name as the
        settings have them. Never fails: what cannot be read is told as None."""
        today = timezone.localdate(self._now())
        try:
            spent: Mapping[str, Spending] | None = find_spending(body=self._body, day=today)
        except StoreUnavailable as error:
            logger.warning("What language models have spent could not be read: %s", error.detail)
            spent = None
        return [self._state_of(each, spent, today=today) for each in self._models.values()]

    def _state_of(self, served: ServedModel, spent: Mapping[str, Spending] | None, *, today: date) -> ModelState:
        of, guarded = served.described, served.guarded
        used_by = tuple(sorted(capability for capability, name in self._use.items() if name == of.name))
        examined = examine(of, home=self._home, used_by=used_by, today=today)
        return ModelState(
            name=of.name,
            provider=of.provider,
            model=of.model,
            digest=guarded.digest,
            goes_to=_goes_to(of),
            used_by=used_by,
            serves_since=of.serves_since,
            ends_on=of.ends_on,
            tokens_a_day=of.tokens_a_day,
            micropounds_a_day=int(of.pounds_a_day * MICROPOUNDS),
            has_prices=bool(of.pounds_a_million_in or of.pounds_a_million_out),
            spent=None if spent is None else spent.get(of.name, Spending()),
            breaker=guarded.breaker,
            health=guarded.health,
            faults=examined.faults,
            doubts=examined.doubts,
        )


def _goes_to(of: Described) -> str:
    """The server that reads what is asked; "" for this machine."""
    if of.provider == LOCAL:
        return ""
    return urlsplit(of.base_url or (anthropic_api.ADDRESS if of.provider == ANTHROPIC else "")).hostname or ""
