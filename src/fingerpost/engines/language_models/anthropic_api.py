"""Claude, through Anthropic's own client: streamed messages, no tools, no thinking, the instructions cached.

Sampling parameters are not sent: the client no longer has them. Thinking is switched off where the model lets it be,
because a reader waits for the first line.
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

KIND = "anthropic"
ADDRESS = "https://api.anthropic.com"
_NO_KEY = "put in where it is sent"  # the client wants one; the real one never reaches it


class AnthropicProvider:
    """The port `Provider`. `aliases` are names that the server may give beside `model`."""

    def __init__(
        self,
        *,
        name: str,
        model: str,
        key: str,
        base_url: str = "",
        context_tokens: int = 200_000,
        aliases: Collection[str] = (),
    ) -> None:
        """Raises ValueError with a sentence for whoever wrote the settings."""
        self.name = name
        self.model = model
        self._key = Key(key)
        self._address = check_address(base_url or ADDRESS)
        self.digest = digest_of(KIND, model, self._address)
        self._context_tokens = context_tokens
        self._aliases = frozenset(aliases)
        self._wishes = Wishes({"thinking": {"type": "disabled"}})
        self._client = Client("anthropic")

    def prepare(self) -> None:
        """As the port has it. Raises ModelUnavailable."""
        self._client.prepare()

    def estimate(self, prompt: Prompt) -> int:
        return estimate_prompt(prompt)

    def open(self, prompt: Prompt, *, timeout: float) -> Call:
        """As the port has it. Raises CallFault."""
        asked = make_ready(prompt, context_tokens=self._context_tokens)
        return self._client.call(
            lambda http: self._send(asked, http, timeout=timeout),
            hear=hear,
            heard=Heard(asked=self.model, aliases=self._aliases, tokens_sent=asked.tokens),
            secret={"x-api-key": self._key.reveal()},
            timeout=timeout,
            wishes=self._wishes,
        )

    def _send(self, asked: Asked, http: "httpx2.Client", *, timeout: float) -> Iterable[Any]:
        import anthropic  # noqa: PLC0415 - slow to import

        client = anthropic.Anthropic(
            api_key=_NO_KEY,
            base_url=self._address,
            max_retries=0,
            http_client=http,
            open_telemetry=False,
        )
        return client.messages.create(
            model=self.model,
            max_tokens=asked.most_tokens,
            system=[{"type": "text", "text": asked.instructions, "cache_control": {"type": "ephemeral"}}],
            messages=[{"role": "user", "content": asked.material}],
            stream=True,
            extra_body=self._wishes.current(),
            timeout=http.timeout,
        )


def hear(event: Any, heard: Heard) -> str:
    """One event of a streamed message. Events of unknown kinds are passed over, as the protocol asks."""
    kind = getattr(event, "type", None)
    if kind == "message_start":
        heard.hear_model(event.message.model or None)
        _hear_usage(event.message.usage, heard)
    elif kind == "content_block_start" and event.content_block.type in ("tool_use", "server_tool_use"):
        raise CallFault(WhyNoModel.UNREADABLE, detail="it called a tool, and has none")
    elif kind == "content_block_delta" and event.delta.type == "text_delta":
        return heard.hear_text(event.delta.text)
    elif kind == "message_delta":
        heard.stop = str(event.delta.stop_reason or "")
        _hear_usage(event.usage, heard)
    elif kind == "message_stop":
        heard.has_ended = True
    return ""


def _hear_usage(usage: Any, heard: Heard) -> None:
    """Counts are of all until now. What was written to the cache and what was read from it counts as taken in."""
    if usage is None:
        return
    if getattr(usage, "input_tokens", None) is not None:
        cached = count_in(getattr(usage, "cache_read_input_tokens", None))
        made = count_in(getattr(usage, "cache_creation_input_tokens", None))
        heard.counted_in = count_in(usage.input_tokens) + made + cached
        heard.counted_cached = cached
    if getattr(usage, "output_tokens", None) is not None:
        heard.counted_out = count_in(usage.output_tokens)
