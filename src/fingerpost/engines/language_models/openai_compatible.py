"""Any server that speaks OpenAI's chat completions (vLLM, Ollama, llama.cpp, gateways), through OpenAI's own client.

Servers differ in what they take: what one refuses is left out from then on (see `wishes`). One that counts no tokens is
counted for. A server on this machine or in this house needs no key.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from fingerpost.contract.language_models import Prompt, WhyNoModel
from fingerpost.engines.language_models.addresses import check_address
from fingerpost.engines.language_models.asking import Asked, make_ready
from fingerpost.engines.language_models.calling import Call, CallFault
from fingerpost.engines.language_models.clients import Client
from fingerpost.engines.language_models.estimating import estimate_prompt
from fingerpost.engines.language_models.hearing import Heard, count_in
from fingerpost.engines.language_models.keys import Key
from fingerpost.engines.language_models.naming import digest_of
from fingerpost.engines.language_models.wishes import Wishes

if TYPE_CHECKING:
    import httpx2

KIND = "openai-compatible"
_NO_KEY = "put in where it is sent"  # the client wants one; the real one never reaches it


class OpenAICompatibleProvider:
    """The port `Provider`. `base_url` ends where `/chat/completions` begins, mostly in `/v1`. `key` is "" where the
    server needs none. `aliases` are names that the server may give beside `model`."""

    def __init__(
        self,
        *,
        name: str,
        model: str,
        base_url: str,
        key: str = "",
        context_tokens: int = 8_000,
        aliases: Collection[str] = (),
    ) -> None:
        """Raises ValueError with a sentence for whoever wrote the settings."""
        self.name = name
        self.model = model
        self._key = Key(key) if key else None
        self._address = check_address(base_url)
        self.digest = digest_of(KIND, model, self._address)
        self._context_tokens = context_tokens
        self._aliases = frozenset(aliases)
        self._wishes = Wishes(
            {"temperature": 0, "stream_options": {"include_usage": True}},
            otherwise={"max_tokens": "max_completion_tokens"},
        )
        self._client = Client("openai")

    def prepare(self) -> None:
        """As the port has it. Raises ModelUnavailable."""
        self._client.prepare()

    def estimate(self, prompt: Prompt) -> int:
        return estimate_prompt(prompt)

    def open(self, prompt: Prompt, *, timeout: float) -> Call:
        """As the port has it. Raises CallFault."""
        asked = make_ready(prompt, context_tokens=self._context_tokens)
        return self._client.call(
            lambda http: self._send(asked, http),
            hear=hear,
            heard=Heard(asked=self.model, aliases=self._aliases, tokens_sent=asked.tokens),
            secret={"authorization": f"Bearer {self._key.reveal()}"} if self._key else {},
            timeout=timeout,
            wishes=self._wishes,
        )

    def _send(self, asked: Asked, http: "httpx2.Client") -> Iterable[Any]:
        import openai  # noqa: PLC0415 - slow to import

        client = openai.OpenAI(
            api_key=_NO_KEY, admin_api_key="", base_url=self._address, max_retries=0, http_client=http
        )
        return client.chat.completions.create(
            model=self.model,
            messages=[
                {"role": "system", "content": asked.instructions},
                {"role": "user", "content": asked.material},
            ],
            stream=True,
            extra_body={self._wishes.word_for("max_tokens"): asked.most_tokens, **self._wishes.current()},
            timeout=http.timeout,
        )


def hear(event: Any, heard: Heard) -> str:
    """One chunk. Only the first choice counts. A stream ends with a reason, also where its last mark is missing."""
    heard.hear_model(event.model)
    if (usage := event.usage) is not None:
        heard.counted_in = count_in(usage.prompt_tokens)
        heard.counted_out = count_in(usage.completion_tokens)
        heard.counted_cached = count_in(getattr(usage.prompt_tokens_details, "cached_tokens", None))
    choice = next((each for each in event.choices or () if each.index == 0), None)
    if choice is None:
        return ""
    if choice.finish_reason:
        heard.stop = str(choice.finish_reason).lower()
        heard.has_ended = True
    delta = choice.delta
    if getattr(delta, "tool_calls", None) or getattr(delta, "function_call", None):
        raise CallFault(WhyNoModel.UNREADABLE, detail="it called a tool, and has none")
    if getattr(delta, "refusal", None):
        raise CallFault(WhyNoModel.REFUSED, detail="the supplier held the answer back")
    return heard.hear_text(delta.content) if delta is not None and delta.content else ""
