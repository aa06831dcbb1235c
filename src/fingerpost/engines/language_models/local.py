"""A model on this machine: llama.cpp in this process, through xllamacpp.

It listens on this machine alone, at a port and under a key that are new each time, and is asked there like any other
server: so a call can be ended at once, also while it still reads the prompt. It answers one call at a time; threads
beyond the free cores make it many times slower, not faster.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

from fingerpost.contract.errors import ModelUnavailable
from fingerpost.contract.language_models import Prompt, WhyNoModel
from fingerpost.engines.language_models.asking import prepare_for_call
from fingerpost.engines.language_models.calling import Call, CallFault, Spent
from fingerpost.engines.language_models.estimating import estimate_prompt
from fingerpost.engines.language_models.local_weights import Weights, find_weights, known_digest
from fingerpost.engines.language_models.naming import digest_of
from fingerpost.engines.language_models.openai_compatible import OpenAICompatibleProvider

KIND = "local"
_READ_AT_A_TIME = 64
"""Tokens of a prompt that are read before llama.cpp looks whether anybody still waits."""


class LocalProvider:
    """The port `Provider`. `model` is the path of a GGUF file, or `package:` and a name (see `local_weights`); `folder`
    is where one from packages is put together. `sha256` is what a file must have, "" where any will do. `threads` is
    at most the number of cores; 0 takes half of them."""

    def __init__(
        self,
        *,
        name: str,
        model: str,
        folder: Path,
        context_tokens: int = 4_096,
        threads: int = 0,
        sha256: str = "",
    ) -> None:
        self.name = name
        self.model = model
        self._folder = folder
        self._context_tokens = context_tokens
        self._threads = bounded_threads(threads, cores=os.cpu_count() or 1)
        self._wanted = sha256 or known_digest(model)
        self._loading = Lock()
        self._turn = Lock()
        self._weights: Weights | None = None
        self._server: Any = None
        self._http: OpenAICompatibleProvider | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the weights: the one they must have, or the one found when they were loaded. Before a file without
        a given one is loaded, one over its path: a file of gigabytes is not read for a name."""
        return self._wanted or (self._weights.sha256 if self._weights else digest_of(KIND, self.model, ""))

    def prepare(self) -> None:
        """Read, check and load the weights, and begin to listen. Raises ModelUnavailable."""
        with self._loading:
            if self._http is None:
                self._weights = find_weights(self.model, folder=self._folder, sha256=self._wanted)
                key = secrets.token_hex(32)
                self._server = _start(
                    self._weights.path, key=key, name=self.name, context=self._context_tokens, threads=self._threads
                )
                self._http = OpenAICompatibleProvider(
                    name=self.name,
                    model=self.name,
                    base_url=f"{self._server.listening_address}/v1",
                    key=key,
                    context_tokens=self._context_tokens,
                )
                self._http.prepare()

    def estimate(self, prompt: Prompt) -> int:
        return estimate_prompt(prompt)

    def open(self, prompt: Prompt, *, timeout: float) -> Call:
        """As the port has it. Raises CallFault."""
        prepare_for_call(self.prepare)
        assert self._http is not None  # noqa: S101 - `prepare` made it
        return _InTurn(self._http.open(prompt, timeout=timeout), self._turn)


def bounded_threads(wanted: int, *, cores: int) -> int:
    """On two busy cores, two threads wrote a hundred times more slowly than one: each waits for the other."""
    return max(1, min(wanted or cores // 2, cores))


class _InTurn:
    """A call that is refused while another is answered: nobody waits in a line that they cannot see."""

    def __init__(self, call: Call, turn: Lock) -> None:
        self._call = call
        self._turn = turn

    def __iter__(self) -> Iterator[str]:
        if not self._turn.acquire(blocking=False):
            raise CallFault(WhyNoModel.BUSY, may_retry=True, detail="it answers somebody else")
        try:
            yield from self._call
        finally:
            self._turn.release()

    @property
    def spent(self) -> Spent:
        return self._call.spent

    def close(self) -> None:
        self._call.close()


def _start(path: Path, *, key: str, name: str, context: int, threads: int) -> Any:
    """llama.cpp's server in this process. Raises ModelUnavailable."""
    try:
        import xllamacpp  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ModelUnavailable(
            "A language model on this machine needs one more package. Run: pip install 'fingerpost[llm,local-llm]'.",
            detail=type(error).__name__,
        ) from error
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {name}
    params.api_keys = [key]
    params.n_ctx = context
    params.n_parallel = 1
    params.n_batch = params.n_ubatch = _READ_AT_A_TIME
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.cache_ram_mib = 0  # what people asked is not kept for the next one
    params.verbosity = 0
    params.offline = True
    params.ui = params.endpoint_slots = params.endpoint_props = params.warmup = False
    try:
        return xllamacpp.Server(params)
    except RuntimeError as error:
        raise ModelUnavailable(
            "The language model on this machine could not be loaded: its file is cut short or of a kind that is not "
            "known here, or the memory is too small.",
            detail=f"{path}: {error}",
        ) from error
