"""The provider of a described model, made when it is first called, and anew when its key has changed."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Protocol

from fingerpost.contract.language_models import Prompt, WhyNoModel
from fingerpost.engines.language_models import anthropic_api, openai_compatible
from fingerpost.engines.language_models.addresses import check_address
from fingerpost.engines.language_models.calling import Call, CallFault, Provider
from fingerpost.engines.language_models.estimating import estimate_prompt
from fingerpost.engines.language_models.local import LocalProvider
from fingerpost.engines.language_models.naming import digest_of
from fingerpost.site.language_models.described import ANTHROPIC, LOCAL, Described
from fingerpost.site.language_models.keys import NoKey, read_key


class PreparedProvider(Provider, Protocol):
    """A provider that can be made ready before it is called."""

    def prepare(self) -> None:
        """Import and load what it needs. Raises CallFault or ModelUnavailable."""
        ...


class LateProvider:
    """The port `Provider`, over the provider that `make` gives for a key. The key is read at each call, so that another
    one holds at once; the provider is kept for as long as the key is the same."""

    def __init__(
        self,
        *,
        name: str,
        model: str,
        digest: str,
        find_key: Callable[[], str],
        make: Callable[[str], PreparedProvider],
    ) -> None:
        self.name = name
        self.model = model
        self.digest = digest
        self._find_key = find_key
        self._make = make
        self._lock = Lock()
        self._made: tuple[str, PreparedProvider] | None = None

    def open(self, prompt: Prompt, *, timeout: float) -> Call:
        """As the port has it. Without a key it raises CallFault with REFUSED."""
        return self.current().open(prompt, timeout=timeout)

    def prepare(self) -> None:
        """Import the supplier's client, so that the first reader need not wait for it. Raises CallFault."""
        self.current().prepare()

    def estimate(self, prompt: Prompt) -> int:
        return estimate_prompt(prompt)

    def current(self) -> PreparedProvider:
        """The provider for the key as it is now. Raises CallFault."""
        try:
            key = self._find_key()
        except NoKey as error:
            raise CallFault(WhyNoModel.REFUSED, detail=str(error)) from None
        mark = hashlib.sha256(key.encode()).hexdigest()
        with self._lock:
            if self._made is None or self._made[0] != mark:
                try:
                    self._made = (mark, self._make(key))
                except ValueError as error:  # its sentence is for whoever wrote the settings
                    raise CallFault(WhyNoModel.REFUSED, detail=str(error)) from None
            return self._made[1]


def build_provider(of: Described, *, home: Path) -> PreparedProvider:
    """Nothing is read, imported or sent yet. Raises ValueError with a sentence for whoever wrote the settings."""
    if of.provider == LOCAL:
        return LocalProvider(
            name=of.name,
            model=of.model,
            folder=home / "models",
            context_tokens=of.room,
            threads=of.threads,
            sha256=of.sha256.lower(),
        )
    if of.provider == ANTHROPIC:
        return _late(of, home=home, kind=anthropic_api.KIND, usual=anthropic_api.ADDRESS, make=_make_anthropic)
    return _late(of, home=home, kind=openai_compatible.KIND, usual="", make=_make_openai_compatible)


def _late(
    of: Described, *, home: Path, kind: str, usual: str, make: Callable[[Described, str], PreparedProvider]
) -> LateProvider:
    return LateProvider(
        name=of.name,
        model=of.model,
        digest=digest_of(kind, of.model, check_address(of.base_url or usual)),
        find_key=lambda: read_key(of, home=home),
        make=lambda key: make(of, key),
    )


def _make_anthropic(of: Described, key: str) -> PreparedProvider:
    return anthropic_api.AnthropicProvider(
        name=of.name, model=of.model, key=key, base_url=of.base_url, context_tokens=of.room, aliases=of.aliases
    )


def _make_openai_compatible(of: Described, key: str) -> PreparedProvider:
    return openai_compatible.OpenAICompatibleProvider(
        name=of.name, model=of.model, key=key, base_url=of.base_url, context_tokens=of.room, aliases=of.aliases
    )
