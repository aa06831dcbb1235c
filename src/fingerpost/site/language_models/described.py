"""What `fingerpost.toml` says of language models: a table `[models.NAME]` each, and under `[use]` who uses which.

    [models.claude]
    provider = "anthropic"
    model = "claude-haiku-4-5"
    key_file = "/run/secrets/anthropic"

    [use]
    answer = "claude"

A value is never repeated in a fault where it may be a key that was put in the wrong place.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from fingerpost.contract.language_models import Patience
from fingerpost.engines.language_models.addresses import check_address
from fingerpost.engines.language_models.guarding.model import AT_ONCE
from fingerpost.engines.language_models.guarding.prices import Prices

TABLES = frozenset({"models", "use"})
"""The keys of the file that stand here and not in `Configuration`."""

ANTHROPIC, OPENAI_COMPATIBLE, LOCAL = PROVIDERS = ("anthropic", "openai-compatible", "local")
CONTEXT = {ANTHROPIC: 200_000, OPENAI_COMPATIBLE: 8_000, LOCAL: 4_096}
"""Tokens that a model has room for, where the settings do not say."""
LONGEST_WAIT = 120.0
MOST_AT_ONCE = 64
MICROPOUNDS = 1_000_000

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}\Z")
_KEY_WORDS = frozenset({"key", "api_key", "apikey", "token", "secret", "password", "api_token"})


@dataclass(frozen=True, kw_only=True)
class Described:
    """One model as the settings describe it. Each field is a key of its table, but for `name`, the table's own.

    Prices are pounds for a million tokens, waits are seconds, and 0 is no bound on what may be spent in a day.
    """

    name: str
    provider: str
    model: str
    base_url: str = ""
    key_env: str = ""
    key_file: str = ""
    aliases: tuple[str, ...] = ()
    sha256: str = ""
    threads: int = 0
    context_tokens: int = 0
    most_tokens: int = 900
    pounds_a_million_in: Decimal = Decimal(0)
    pounds_a_million_out: Decimal = Decimal(0)
    pounds_a_million_cached: Decimal | None = None
    first_line: float = 1.6
    next_line: float = 4.0
    whole: float = 20.0
    tokens_a_day: int = 0
    pounds_a_day: Decimal = Decimal(0)
    at_once: int = AT_ONCE
    serves_since: date | None = None
    ends_on: date | None = None

    @property
    def patience(self) -> Patience:
        return Patience(first_line=self.first_line, next_line=self.next_line, whole=self.whole)

    @property
    def prices(self) -> Prices:
        cached = self.pounds_a_million_cached
        return Prices(
            tokens_in=self.pounds_a_million_in,
            tokens_cached=self.pounds_a_million_in if cached is None else cached,
            tokens_out=self.pounds_a_million_out,
        )

    @property
    def places(self) -> int:
        """Calls of one process at a time. A model on this machine answers one after another."""
        return 1 if self.provider == LOCAL else self.at_once

    @property
    def room(self) -> int:
        """Tokens that the model has room for."""
        return self.context_tokens or CONTEXT[self.provider]


@dataclass(frozen=True, kw_only=True)
class DescribedModels:
    """Every model by name, and under `use` the model's name by capability."""

    models: Mapping[str, Described] = field(default_factory=lambda: MappingProxyType({}))
    use: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class _Problem(ValueError):
    """A sentence about one key."""


def read_models(
    values: Mapping[str, Any], *, where: Path, capabilities: Collection[str], taken: Collection[str]
) -> DescribedModels:
    """What the whole file `values`, read from `where`, says of models.

    `capabilities` are the names that may stand under `[use]`; `taken` are names that other switches have. Raises
    ImproperlyConfigured, which names the file, the table and the key, and says what to write instead.
    """
    tables, use = values.get("models", {}), values.get("use", {})
    if not isinstance(tables, dict) or not all(isinstance(each, dict) for each in tables.values()):
        raise ImproperlyConfigured(f"{where}: write each model as a table of its own, such as [models.claude].")
    if not isinstance(use, dict):
        raise ImproperlyConfigured(f'{where}: write [use] as a table, with lines such as answer = "claude".')
    models = {}
    for name, table in tables.items():
        try:
            _check_name(name, taken={*capabilities, *taken})
            models[name] = _read_model(name, table)
        except _Problem as problem:
            raise ImproperlyConfigured(f"{where}, [models.{_shown(name)}]: {problem}") from None
    for capability, name in use.items():
        try:
            _check_use(capability, name, models=models, capabilities=capabilities)
        except _Problem as problem:
            raise ImproperlyConfigured(f"{where}, [use]: {problem}") from None
    return DescribedModels(models=MappingProxyType(models), use=MappingProxyType(dict(use)))


def _check_name(name: str, *, taken: Collection[str]) -> None:
    if not _NAME.match(name) or len(name) > 60:
        raise _Problem("a model's name is small letters, digits and hyphens, such as 'claude'.")
    if name in taken:
        raise _Problem(f"'{name}' is the name of another switch already. Choose another, such as '{name}-model'.")


def _check_use(capability: str, name: Any, *, models: Mapping[str, Described], capabilities: Collection[str]) -> None:
    if capability not in capabilities:
        known = ", ".join(sorted(capabilities))
        raise _Problem(f"there is no capability '{_shown(capability)}'. There is: {known}.")
    if not isinstance(name, str) or name not in models:
        described = ", ".join(models) or "none"
        raise _Problem(
            f"'{capability}' must name a model that a table [models.NAME] describes: {described}. "
            "To use none, take the line out."
        )


def _read_model(name: str, table: Mapping[str, Any]) -> Described:
    known = {each.name: each for each in fields(Described) if each.name != "name"}
    for key in table:
        if key.lower() in _KEY_WORDS:
            raise _Problem(
                f"'{key}': the key itself never stands in the settings. Write key_env with the name of a variable "
                "that holds it, or key_file with the path of a file."
            )
        if key not in known:
            raise _Problem(f"there is no setting '{_shown(key)}'. There is: {', '.join(known)}.")
    for key in ("provider", "model"):
        if not table.get(key):
            raise _Problem(f"'{key}' is missing. {_WHAT[key]}")
    read = {key: _READERS[known[key].type](key, value) for key, value in table.items()}
    described = Described(name=name, **read)
    for check in (_check_provider, _check_key, _check_waits, _check_money):
        check(described)
    return described


_WHAT = {
    "provider": f"Write one of: {', '.join(PROVIDERS)}.",
    "model": "Write the supplier's name of the model, or for a local one the path of its GGUF file.",
}


def _read_text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > 500:
        raise _Problem(f"'{key}' must be text between quotes, of at most 500 letters.")
    return value.strip()


def _read_number(key: str, value: Any, *, is_whole: bool) -> Decimal:
    """TOML's own numbers only: text such as "2.40" is more often a slip than a number."""
    kind = "a whole number" if is_whole else "a number"
    kinds: tuple[type, ...] = (int,) if is_whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise _Problem(f"'{key}' must be {kind} without quotes.")
    number = Decimal(str(value))
    if not number.is_finite() or number < 0 or number > 10**12:
        raise _Problem(f"'{key}' must be {kind} from 0 up, not {value}.")
    return number


def _read_list(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _Problem(f"'{key}' must be a list of texts, such as ['one', 'another'].")
    return tuple(_read_text(key, each) for each in value)


def _read_day(key: str, value: Any) -> date:
    """TOML has days of its own. A moment is not a day."""
    if type(value) is not date:
        raise _Problem(f"'{key}' must be a day without quotes, such as 2027-06-30.")
    return value


_READERS: Mapping[Any, Callable[[str, Any], Any]] = {
    str: _read_text,
    int: lambda key, value: int(_read_number(key, value, is_whole=True)),
    float: lambda key, value: float(_read_number(key, value, is_whole=False)),
    Decimal: lambda key, value: _read_number(key, value, is_whole=False),
    Decimal | None: lambda key, value: _read_number(key, value, is_whole=False),
    tuple[str, ...]: _read_list,
    date | None: _read_day,
}


def _check_provider(of: Described) -> None:
    if of.provider not in PROVIDERS:
        raise _Problem(f"'provider' must be one of {', '.join(PROVIDERS)}, not '{_shown(of.provider)}'.")
    if of.provider == LOCAL and of.base_url:
        raise _Problem("a local model has no 'base_url'. Take it out, or write provider = \"openai-compatible\".")
    if of.provider == OPENAI_COMPATIBLE and not of.base_url:
        raise _Problem("'base_url' is missing: the address of the server, such as \"http://127.0.0.1:11434/v1\".")
    if of.provider != LOCAL and of.sha256:
        raise _Problem("'sha256' is for the file of a local model. Take it out.")
    if of.sha256 and not re.fullmatch(r"[0-9a-fA-F]{64}", of.sha256):
        raise _Problem("'sha256' must be 64 letters and digits from 0 to f.")
    if of.base_url:
        try:
            check_address(of.base_url)
        except ValueError as error:
            raise _Problem(f"'base_url': {error}") from None
    if of.context_tokens and of.context_tokens <= of.most_tokens:
        raise _Problem("'context_tokens' must be more than 'most_tokens': the question needs room too.")
    if not 1 <= of.most_tokens <= 8_000:
        raise _Problem("'most_tokens' must be between 1 and 8000.")
    if not 1 <= of.at_once <= MOST_AT_ONCE:
        raise _Problem(f"'at_once' must be between 1 and {MOST_AT_ONCE}.")


def _check_key(of: Described) -> None:
    if of.key_env and of.key_file:
        raise _Problem("there are two keys, 'key_env' and 'key_file'. Keep the one that is to be used.")
    if of.provider == LOCAL and (of.key_env or of.key_file):
        raise _Problem("a local model needs no key. Take out 'key_env' or 'key_file'.")
    if of.provider == ANTHROPIC and not (of.key_env or of.key_file):
        raise _Problem('there is no key. Write key_env = "ANTHROPIC_API_KEY", or key_file with the path of a file.')
    if of.key_env and not _VARIABLE.match(of.key_env):
        raise _Problem("'key_env' must name a variable, such as ANTHROPIC_API_KEY. The key itself never stands here.")
    if of.key_file and "/" not in of.key_file:
        raise _Problem("'key_file' must be a path, such as /run/secrets/anthropic. The key itself never stands here.")


def _check_waits(of: Described) -> None:
    for key in ("first_line", "next_line", "whole"):
        if not 0.05 <= getattr(of, key) <= LONGEST_WAIT:
            raise _Problem(f"'{key}' must be between 0.05 and {LONGEST_WAIT:.0f} seconds.")
    if max(of.first_line, of.next_line) > of.whole:
        raise _Problem("'whole' must be at least as long as 'first_line' and 'next_line'.")


def _check_money(of: Described) -> None:
    if of.pounds_a_day and not (of.pounds_a_million_in and of.pounds_a_million_out):
        raise _Problem(
            "'pounds_a_day' cannot be kept without prices. Write 'pounds_a_million_in' and 'pounds_a_million_out'."
        )
    if 0 < of.tokens_a_day <= of.most_tokens:
        raise _Problem("'tokens_a_day' is less than one answer may take. Write more, or 0 for no bound.")
    if of.serves_since and of.ends_on and of.ends_on < of.serves_since:
        raise _Problem("'ends_on' is before 'serves_since'.")


def _shown(value: Any) -> str:
    """A name that was typed, as far as it may be repeated: what looks like a key is not."""
    text = str(value)
    return text if len(text) <= 30 and text.isprintable() and not text.startswith("sk-") else "…"
