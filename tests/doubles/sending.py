"""One answer of a double, as it goes over the wire, and every way in which it can go wrong there."""

import json
import re
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from http.server import BaseHTTPRequestHandler

from tests.doubles.asked import Asked
from tests.doubles.wires import Wire

MEGABYTE = 1_000_000
AT_ONCE = 256
"""Characters of a piece, where no pace is kept."""
_TOKEN = re.compile(r"\s*\S{1,4}|\s+")


class Sending:
    """What a behaviour has in hand. `pace` is tokens a second; nought is as fast as it goes. `released` ends a hang."""

    def __init__(
        self,
        handler: BaseHTTPRequestHandler,
        *,
        wire: Wire,
        asked: Asked,
        model: str,
        pace: float,
        retry_after: str,
        released: threading.Event,
    ) -> None:
        self.wire = wire
        self.asked = asked
        self.model = model
        self.retry_after = retry_after
        self._handler = handler
        self._pace = pace
        self._released = released

    def begin(self, *, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        """Send the status and the headers; an underscore in a name stands for a hyphen. The body is chunked."""
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.send_header("Transfer-Encoding", "chunked")
        self._handler.end_headers()

    def send(self, data: bytes) -> None:
        if data:
            self._handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self._handler.wfile.flush()

    def end(self) -> None:
        self._handler.wfile.write(b"0\r\n\r\n")

    def raw(self, data: bytes) -> None:
        self._handler.wfile.write(data)

    def open_text(self) -> None:
        self.begin()
        for event in self.wire.opening(model=self.model, tokens=self.tokens_in):
            self.send(event)

    def text(self, text: str) -> None:
        for piece in self._pieces(text):
            self.send(self.wire.piece(piece, model=self.model))

    def close_text(self, *, stop: str = "end", tokens_out: int = 7) -> None:
        for event in self.wire.closing(model=self.model, stop=stop, tokens_in=self.tokens_in, tokens_out=tokens_out):
            self.send(event)
        self.end()

    def whole_text(self, text: str) -> None:
        self.open_text()
        self.text(text)
        self.close_text(tokens_out=len(_TOKEN.findall(text)))

    def fault(self, status: int, kind: str, message: str, **headers: str) -> None:
        self.begin(status=status, kind="application/json", **headers)
        self.send(json.dumps(self.wire.fault(kind, message)).encode())
        self.end()

    def wait(self) -> None:
        """Say nothing until the double is released, or until whoever asked has gone."""
        connection = self._handler.connection
        while not self._released.wait(0.005):
            if select.select([connection], [], [], 0)[0] and not connection.recv(1, socket.MSG_PEEK):
                return

    def break_off(self) -> None:
        """End the connection hard, in the middle of whatever it was doing."""
        self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._handler.connection.close()

    @property
    def tokens_in(self) -> int:
        return len(_TOKEN.findall(self.asked.instructions + self.asked.material))

    def _pieces(self, text: str) -> Iterable[str]:
        if not self._pace:
            yield from (text[start : start + AT_ONCE] for start in range(0, len(text), AT_ONCE))
            return
        due = time.monotonic()
        for piece in _TOKEN.findall(text):
            due += 1 / self._pace
            if self._released.wait(max(0.0, due - time.monotonic())):
                return
            yield piece


Send = Callable[[Sending, str], None]
"""Sends a text, or something else in its place."""


def rightly(sending: Sending, text: str) -> None:
    sending.whole_text(text)


def hang(sending: Sending, text: str) -> None:
    sending.wait()


def hang_after_headers(sending: Sending, text: str) -> None:
    sending.begin()
    sending.wait()


def hang_midway(sending: Sending, text: str) -> None:
    """One line, half of the next, and silence."""
    first, _, rest = text.partition("\n")
    sending.open_text()
    second = rest.partition("\n")[0]
    sending.text(first + "\n" + second[: len(second) // 2])
    sending.wait()


def ping_only(sending: Sending, text: str) -> None:
    """Shows that it lives, and says nothing."""
    sending.begin()
    for _ in range(20):
        sending.send(b": still here\n\n")
    sending.wait()


def reset(sending: Sending, text: str) -> None:
    sending.break_off()


def hang_up(sending: Sending, text: str) -> None:
    """Close the connection without a word."""


def break_midway(sending: Sending, text: str) -> None:
    sending.open_text()
    sending.text(text[: len(text) // 2])
    sending.break_off()


def stop_midway(sending: Sending, text: str) -> None:
    """The stream ends in order, but the message does not."""
    sending.open_text()
    sending.text(text[: len(text) // 2])
    sending.end()


def fault_midway(sending: Sending, text: str) -> None:
    sending.open_text()
    sending.text(text.partition("\n")[0] + "\n")
    sending.send(sending.wire.fault_event("overloaded_error", f"Overloaded. {_echo(sending)}"))
    sending.end()


def cut_at_tokens(sending: Sending, text: str) -> None:
    sending.open_text()
    sending.text(text[: len(text) // 2])
    sending.close_text(stop="length")


def hold_back(sending: Sending, text: str) -> None:
    sending.open_text()
    sending.close_text(stop="held back")


def call_a_tool(sending: Sending, text: str) -> None:
    sending.open_text()
    for event in sending.wire.tool_call(model=sending.model):
        sending.send(event)
    sending.close_text(stop="tool")


def refuse_the_key(sending: Sending, text: str) -> None:
    """As suppliers do: the message repeats the key. Here it repeats all else too, and so do the headers."""
    echo = {"X_Echo": sending.asked.key} if sending.asked.key else {}
    sending.fault(401, "authentication_error", f"Incorrect API key provided: {_echo(sending)}", **echo)


def forbid(sending: Sending, text: str) -> None:
    sending.fault(403, "permission_error", _echo(sending))


def know_no_such_model(sending: Sending, text: str) -> None:
    sending.fault(404, "not_found_error", f"model: {sending.asked.model} {_echo(sending)}")


def find_the_prompt_too_long(sending: Sending, text: str) -> None:
    sending.fault(400, "invalid_request_error", "prompt is too long: this exceeds the maximum context length")


def find_the_request_too_large(sending: Sending, text: str) -> None:
    sending.fault(413, "request_too_large", "Request exceeds the maximum size")


def be_busy(sending: Sending, text: str) -> None:
    headers = {"Retry_After": sending.retry_after} if sending.retry_after else {}
    sending.fault(429, "rate_limit_error", f"Slow down. {_echo(sending)}", **headers)


def be_spent(sending: Sending, text: str) -> None:
    sending.fault(429, "insufficient_quota", "You exceeded your current quota")


def be_overloaded(sending: Sending, text: str) -> None:
    sending.fault(529, "overloaded_error", "Overloaded")


def fail(sending: Sending, text: str) -> None:
    sending.fault(500, "api_error", f"Internal server error {_echo(sending)}")


def be_unavailable(sending: Sending, text: str) -> None:
    headers = {"Retry_After": sending.retry_after} if sending.retry_after else {}
    sending.fault(503, "api_error", "Unavailable", **headers)


def fail_at_length(sending: Sending, text: str) -> None:
    """A fault of fifty megabytes."""
    sending.begin(status=500, kind="text/plain")
    for _ in range(50):
        sending.send(b"x" * MEGABYTE)
    sending.end()


def redirect(sending: Sending, text: str) -> None:
    sending.begin(status=307, kind="text/plain", Location="/elsewhere")
    sending.end()


def answer_a_page(sending: Sending, text: str) -> None:
    """As the sign-in page of a network does."""
    sending.begin(kind="text/html")
    sending.send(b"<!doctype html><title>Sign in to this network</title>")
    sending.end()


def cut_json(sending: Sending, text: str) -> None:
    sending.open_text()
    sending.send(sending.wire.piece(text, model=sending.model)[:-30] + b"\n\n")
    sending.end()


def send_other_json(sending: Sending, text: str) -> None:
    """JSON of another shape, under the names of the protocol's own events."""
    sending.begin()
    for data in ('{"type": "message_start", "message": [1, 2]}', '{"choices": "none", "model": 7, "usage": [1]}'):
        sending.send(f"event: message_start\ndata: {data}\n\n".encode())
    sending.end()


def send_figures_for_text(sending: Sending, text: str) -> None:
    sending.open_text()
    event = sending.wire.piece("@@", model=sending.model)
    sending.send(event.replace(b'"@@"', b'{"amount": 12}'))
    sending.close_text()


def send_no_utf8(sending: Sending, text: str) -> None:
    sending.open_text()
    sending.send(sending.wire.piece("@@", model=sending.model).replace(b"@@", b"\xff\xfe\xa3"))
    sending.close_text()


def send_nested_events(sending: Sending, text: str) -> None:
    sending.begin()
    sending.send(b"event: message_start\ndata: " + b"[" * 100_000 + b"]" * 100_000 + b"\n\n")
    sending.end()


def send_half_characters(sending: Sending, text: str) -> None:
    """A character of two halves in two pieces, half of another, and a nought."""
    sending.open_text()
    for piece in ("whole \ud83d", "\ude00 half \ud83d nought \x00.\n"):
        sending.send(sending.wire.piece(piece, model=sending.model))
    sending.close_text()


def flood_text(sending: Sending, text: str) -> None:
    """Fifty megabytes of right events."""
    sending.open_text()
    event = sending.wire.piece("word " * 2_000 + "\n", model=sending.model)
    for _ in range(50 * MEGABYTE // len(event)):
        sending.send(event)
    sending.close_text()


def flood_bytes(sending: Sending, text: str) -> None:
    """One event of fifty megabytes that never ends."""
    sending.begin()
    sending.send(b"data: ")
    for _ in range(50):
        sending.send(b"x" * MEGABYTE)
    sending.end()


def flood_headers(sending: Sending, text: str) -> None:
    sending.raw(b"HTTP/1.1 200 OK\r\n")
    for number in range(50_000):
        sending.raw(f"X-{number}: {'y' * 1000}\r\n".encode())
    sending.raw(b"\r\n")


def compress(sending: Sending, text: str) -> None:
    """Says that it is compressed: a few bytes may become gigabytes."""
    sending.begin(Content_Encoding="gzip")
    sending.send(b"\x1f\x8b\x08" + b"\0" * 100)
    sending.end()


def speak_no_http(sending: Sending, text: str) -> None:
    sending.raw(b"220 mail.example.com ESMTP ready\r\n\r\n")


def refuse_parameters(sending: Sending, text: str) -> None:
    """As servers do that know less of the protocol: one parameter after another."""
    for name in ("thinking", "temperature", "stream_options", "max_tokens"):
        if name in sending.asked.body and (name != "max_tokens" or sending.wire.name == "openai"):
            sending.fault(400, "invalid_request_error", f"Unsupported parameter: '{name}'.")
            return
    sending.whole_text(text)


def be_another_model(sending: Sending, text: str) -> None:
    sending.model = "gpt-99-mini"
    sending.whole_text(text)


def be_named_as_the_key(sending: Sending, text: str) -> None:
    sending.model = sending.asked.key or "none"
    sending.whole_text(text)


def _echo(sending: Sending) -> str:
    return f"{sending.asked.key} {sending.asked.material[:300]}"


SENDS: Mapping[str, Send] = {
    "right": rightly,
    "hang": hang,
    "hang after headers": hang_after_headers,
    "hang midway": hang_midway,
    "ping only": ping_only,
    "reset": reset,
    "hang up": hang_up,
    "break midway": break_midway,
    "stop midway": stop_midway,
    "fault midway": fault_midway,
    "cut at tokens": cut_at_tokens,
    "held back": hold_back,
    "tool call": call_a_tool,
    "wrong key": refuse_the_key,
    "forbidden": forbid,
    "no such model": know_no_such_model,
    "prompt too long": find_the_prompt_too_long,
    "request too large": find_the_request_too_large,
    "busy": be_busy,
    "spent": be_spent,
    "overloaded": be_overloaded,
    "failed": fail,
    "unavailable": be_unavailable,
    "failed at length": fail_at_length,
    "redirect": redirect,
    "web page": answer_a_page,
    "truncated json": cut_json,
    "wrong schema": send_other_json,
    "figures for text": send_figures_for_text,
    "not utf-8": send_no_utf8,
    "nested events": send_nested_events,
    "half characters": send_half_characters,
    "flood of text": flood_text,
    "flood of bytes": flood_bytes,
    "flood of headers": flood_headers,
    "compressed": compress,
    "no http": speak_no_http,
    "unknown parameters": refuse_parameters,
    "another model": be_another_model,
    "named as the key": be_named_as_the_key,
}
