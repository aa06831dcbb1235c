"""The two protocols as servers speak them: where they are asked, how a text streams, how a fault looks."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from tests.doubles.asked import Asked

Event = bytes


class Wire(Protocol):
    """One protocol. Events are whole server-sent events."""

    name: str
    path: str

    def read(self, path: str, headers: Mapping[str, str], body: Mapping[str, Any]) -> Asked: ...

    def opening(self, *, model: str, tokens: int) -> Iterator[Event]: ...

    def piece(self, text: str, *, model: str) -> Event: ...

    def closing(self, *, model: str, stop: str, tokens_in: int, tokens_out: int) -> Iterator[Event]: ...

    def tool_call(self, *, model: str) -> Iterator[Event]: ...

    def fault_event(self, kind: str, message: str) -> Event: ...

    def fault(self, kind: str, message: str) -> dict[str, Any]: ...


def event(data: Any, *, name: str = "") -> Event:
    """One server-sent event."""
    text = data if isinstance(data, str) else json.dumps(data)
    return (f"event: {name}\n" if name else "").encode() + f"data: {text}\n\n".encode("utf-8", "surrogatepass")


class AnthropicWire:
    """Anthropic's messages. `stops` has their words for ours."""

    name = "anthropic"
    path = "/v1/messages"
    stops: Mapping[str, str] = {"end": "end_turn", "length": "max_tokens", "held back": "refusal", "tool": "tool_use"}

    def read(self, path: str, headers: Mapping[str, str], body: Mapping[str, Any]) -> Asked:
        system = body.get("system", "")
        material = body["messages"][-1]["content"]
        return Asked(
            path=path,
            headers=headers,
            body=body,
            key=headers.get("x-api-key", ""),
            instructions=system if isinstance(system, str) else "".join(each["text"] for each in system),
            material=material if isinstance(material, str) else "".join(each["text"] for each in material),
        )

    def opening(self, *, model: str, tokens: int) -> Iterator[Event]:
        message: dict[str, Any] = {
            "id": "msg_double",
            "type": "message",
            "role": "assistant",
            "model": model,
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": tokens, "cache_read_input_tokens": tokens // 2, "output_tokens": 1},
        }
        yield self._event({"type": "message_start", "message": message})
        yield self._event({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}})
        yield self._event({"type": "ping"})

    def piece(self, text: str, *, model: str) -> Event:
        delta = {"type": "text_delta", "text": text}
        return self._event({"type": "content_block_delta", "index": 0, "delta": delta})

    def closing(self, *, model: str, stop: str, tokens_in: int, tokens_out: int) -> Iterator[Event]:
        yield self._event({"type": "content_block_stop", "index": 0})
        delta = {"stop_reason": self.stops[stop], "stop_sequence": None}
        yield self._event({"type": "message_delta", "delta": delta, "usage": {"output_tokens": tokens_out}})
        yield self._event({"type": "message_stop"})

    def tool_call(self, *, model: str) -> Iterator[Event]:
        block = {"type": "tool_use", "id": "toolu_1", "name": "send_money", "input": {}}
        yield self._event({"type": "content_block_start", "index": 1, "content_block": block})

    def fault_event(self, kind: str, message: str) -> Event:
        return self._event(self.fault(kind, message))

    def fault(self, kind: str, message: str) -> dict[str, Any]:
        return {"type": "error", "error": {"type": kind, "message": message}}

    def _event(self, data: dict[str, Any]) -> Event:
        return event(data, name=data["type"])


class OpenAIWire:
    """OpenAI's chat completions, as vLLM, Ollama and llama.cpp speak them too. `counts` says whether usage is told."""

    name = "openai"
    path = "/v1/chat/completions"
    stops: Mapping[str, str] = {"end": "stop", "length": "length", "held back": "content_filter", "tool": "tool_calls"}

    def __init__(self) -> None:
        self.counts = True

    def read(self, path: str, headers: Mapping[str, str], body: Mapping[str, Any]) -> Asked:
        said = {each["role"]: each["content"] for each in body["messages"]}
        return Asked(
            path=path,
            headers=headers,
            body=body,
            key=headers.get("authorization", "").removeprefix("Bearer "),
            instructions=said.get("system", ""),
            material=said.get("user", ""),
        )

    def opening(self, *, model: str, tokens: int) -> Iterator[Event]:
        yield self._chunk({"role": "assistant", "content": ""}, model=model)

    def piece(self, text: str, *, model: str) -> Event:
        return self._chunk({"content": text}, model=model)

    def closing(self, *, model: str, stop: str, tokens_in: int, tokens_out: int) -> Iterator[Event]:
        yield self._chunk({}, model=model, stop=self.stops[stop])
        if self.counts:
            usage = {
                "prompt_tokens": tokens_in,
                "completion_tokens": tokens_out,
                "total_tokens": tokens_in + tokens_out,
                "prompt_tokens_details": {"cached_tokens": tokens_in // 2},
            }
            yield event({**self._frame(model), "choices": [], "usage": usage})
        yield event("[DONE]")

    def tool_call(self, *, model: str) -> Iterator[Event]:
        call = {"index": 0, "id": "call_1", "type": "function", "function": {"name": "send_money", "arguments": "{}"}}
        yield self._chunk({"tool_calls": [call]}, model=model)

    def fault_event(self, kind: str, message: str) -> Event:
        return event(self.fault(kind, message))

    def fault(self, kind: str, message: str) -> dict[str, Any]:
        return {"error": {"message": message, "type": kind, "param": None, "code": kind}}

    def _frame(self, model: str) -> dict[str, Any]:
        return {"id": "chatcmpl-double", "object": "chat.completion.chunk", "created": 1, "model": model}

    def _chunk(self, delta: dict[str, Any], *, model: str, stop: str | None = None) -> Event:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": stop}
        return event({**self._frame(model), "choices": [choice]})


WIRES: dict[str, type[AnthropicWire] | type[OpenAIWire]] = {"anthropic": AnthropicWire, "openai": OpenAIWire}
