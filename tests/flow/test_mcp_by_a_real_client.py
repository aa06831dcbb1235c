"""MCP as programs use it: the official client, over HTTP against a running server and over stdio with a process."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from tests.conftest import environment_of
from tests.mcp_home import PIPE

from fingerpost.doors.asking import capabilities
from fingerpost.doors.mcp.over_http import MOST_BYTES

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "tests.mcp_home"]
QUESTION = {"question": "How much is the Child Grant for two children?"}
SLOW = {"question": "How much is the Child Grant? Please wait for the pipe."}
PATIENCE = 150  # seconds, on a busy machine

Use = Callable[[Client], Awaitable[Any]]


@dataclass(frozen=True, kw_only=True)
class Service:
    """A running server, the tokens that its home has, and that home."""

    address: str
    port: int
    tokens: dict[str, str]
    environment: dict[str, str]

    @property
    def home(self) -> Path:
        return Path(self.environment["FINGERPOST_HOME"])

    @asynccontextmanager
    async def connect(self, holder: str, *, mode: str = "auto") -> AsyncIterator[Client]:
        """A client that is connected over HTTP, with the token of that name, those words, or none."""
        headers = {"Authorization": f"Bearer {self.tokens.get(holder, holder)}"} if holder else {}
        async with (
            create_mcp_http_client(headers=headers) as http,
            Client(streamable_http_client(self.address, http_client=http), mode=mode) as client,
        ):
            yield client

    def use(self, do: Use, *, holder: str = "valid", mode: str = "auto") -> Any:
        """What `do` gives of such a client."""

        async def connected() -> Any:
            async with self.connect(holder, mode=mode) as client:
                return await do(client)

        return anyio.run(connected)

    def count(self, event: str) -> int:
        """How many runs have set out ("opened"), and come to an end ("closed")."""
        with closing(sqlite3.connect(self.home / "fingerpost.sqlite3")) as database:
            return int(database.execute("SELECT count(*) FROM record_entry WHERE event = ?", [event]).fetchone()[0])

    def let_go(self) -> None:
        """Once a run waits for the pipe: let it go on."""
        (self.home / PIPE).write_bytes(b"")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, pages: Path) -> Iterator[Service]:
    environment = environment_of(tmp_path_factory.mktemp("mcp") / "home", NO_COLOR="1", OMP_NUM_THREADS="1")
    serving = subprocess.Popen(
        [*PROGRAM, "serve", str(pages)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        told = serving.stdout.readline()  # type: ignore[union-attr]
        assert told, serving.stderr.read()  # type: ignore[union-attr]
        found = next(filter(None, (re.search(r"http://127\.0\.0\.1:(\d+)", line) for line in serving.stderr)))  # type: ignore[union-attr]
        yield Service(address=f"{found[0]}/mcp", port=int(found[1]), tokens=json.loads(told), environment=environment)
    finally:
        serving.terminate()
        serving.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def stdio(service: Service) -> Callable[..., Any]:
    """What `do` gives of a client that starts us and speaks over our stdin and stdout."""

    def use(do: Use, *more: str) -> Any:
        server = StdioServerParameters(
            command=PROGRAM[0], args=[*PROGRAM[1:], "mcp", *more], env=service.environment, cwd=str(ROOT)
        )

        async def connected() -> Any:
            with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
                async with Client(stdio_client(server, errlog=nowhere)) as client:
                    return await do(client)

        return anyio.run(connected)

    return use


async def everything(client: Client) -> dict[str, Any]:
    """A little of all that there is."""
    found: dict[str, Any] = {"tools": sorted(each.name for each in (await client.list_tools()).tools)}
    found["ask"] = await client.call_tool("ask", QUESTION)
    found["search"] = await client.call_tool("search", {"question": "Ünïcödé ☂ كيف Child Grant"})
    found["unfit"] = await client.call_tool("ask", {"question": "x" * 1001})
    found["verify"] = await client.call_tool("verify", {"receipt": "hello"})
    listed = (await client.list_resources()).resources
    found["templates"] = len((await client.list_resource_templates()).resource_templates)
    found["read"] = [(await client.read_resource(each.uri)).contents[0] for each in listed]
    for name, call in {
        "unknown tool": client.call_tool("nothing", {}),
        "unknown resource": client.read_resource("fingerpost://passage/none"),
    }.items():
        with pytest.raises(MCPError) as fault:
            await call
        found[name] = fault.value
    return found


def check_everything(found: dict[str, Any]) -> None:
    assert found["tools"] == sorted(["search", "verify", *capabilities()])
    asked = found["ask"]
    assert (asked.is_error, asked.structured_content["outcome"]) == (False, "answered")
    assert "£27.05 a week" in asked.content[0].text
    assert asked.structured_content["claims"][0]["source"]["title"] == "Child Grant"
    assert found["search"].structured_content["passages"]
    assert found["unfit"].is_error
    assert found["unfit"].content[0].text == "Your question must be 1,000 characters or fewer"
    assert found["verify"].is_error
    assert found["templates"] == 3
    assert {each.mime_type for each in found["read"]} == {"text/markdown", "application/json"}
    assert all(each.text for each in found["read"])
    for name in ("unknown tool", "unknown resource"):
        assert found[name].code == -32602
        assert found[name].message.startswith("There is no")


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_program_finds_its_way_over_http_in_either_era_of_the_protocol(service: Service, mode: str) -> None:
    check_everything(service.use(everything, mode=mode))


def test_a_program_that_starts_us_finds_the_same_and_its_answer_stands_in_the_same_record(
    service: Service, stdio: Callable[..., Any]
) -> None:
    found = stdio(everything)
    check_everything(found)
    asking = HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
    asking.request("GET", f"/api/v1/runs/{found['ask'].structured_content['reference']}")
    assert json.loads(asking.getresponse().read()) == found["ask"].structured_content
    asking.close()


@pytest.mark.parametrize("holder", ["", "fp_wrong", "expired", "hello"])
def test_nobody_comes_in_over_http_without_a_token_that_is_valid(service: Service, holder: str) -> None:
    before = service.count("opened")
    with pytest.raises(BaseExceptionGroup) as refused:
        service.use(everything, holder=holder)
    assert "access token" in _said(refused.value)
    assert service.count("opened") == before


def test_a_token_that_is_revoked_ends_while_its_program_is_connected(service: Service) -> None:
    async def until_revoked(client: Client) -> None:
        assert not (await client.call_tool("search", QUESTION)).is_error
        await anyio.to_thread.run_sync(revoke)
        with pytest.raises(Exception, match=r"401|Unauthorized|not valid"):
            await client.call_tool("search", QUESTION)

    def revoke() -> None:
        with closing(sqlite3.connect(service.home / "fingerpost.sqlite3")) as database:
            database.execute("UPDATE site_accesstoken SET revoked_at = made_at WHERE name = 'to be revoked'")
            database.commit()

    service.use(until_revoked, holder="to be revoked")


def test_a_token_calls_its_own_tools_and_no_other(service: Service) -> None:
    async def try_both(client: Client) -> None:
        assert [each.name for each in (await client.list_tools()).tools] == ["search"]
        with pytest.raises(MCPError, match="does not allow the tool 'ask'"):
            await client.call_tool("ask", QUESTION)

    service.use(try_both, holder="searches")


def test_two_programs_at_once_each_get_their_own_answers(service: Service) -> None:
    async def many(client: Client) -> list[str]:
        replies: list[str] = []

        async def one() -> None:
            replies.append((await client.call_tool("ask", QUESTION)).structured_content["reference"])

        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(one)
        return replies

    async def both() -> list[str]:
        found: list[str] = []

        async def as_holder(name: str) -> None:
            async with service.connect(name) as client:
                found.extend(await many(client))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(as_holder, "valid")
            tasks.start_soon(as_holder, "other")
        return found

    assert len(set(anyio.run(both))) == 8


def post(service: Service, body: bytes, **headers: str) -> tuple[int, bytes]:
    """As a program without a client of the protocol sends it."""
    sent = {"Authorization": f"Bearer {service.tokens['valid']}", "Content-Type": "application/json", **headers}
    asking = HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
    with closing(asking):
        asking.request("POST", "/mcp", body, {"Accept": "application/json, text/event-stream", **sent})
        reply = asking.getresponse()
        assert "no-store" in reply.headers.get("Cache-Control", "")
        return reply.status, reply.read()


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"x" * (MOST_BYTES + 1), {}, 413),
        (b"{}", {"Host": "evil.example"}, 421),
        (b"{}", {"Origin": "https://evil.example"}, 403),
        (b"{}", {"Sec-Fetch-Site": "cross-site"}, 403),
        (b"not json", {}, 400),
        (b"[" * 100_000, {}, 400),
        (b"\xff\xfe", {}, 400),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": 1}}', {}, 200),
    ],
)
def test_what_is_no_request_is_refused(service: Service, body: bytes, headers: dict[str, str], status: int) -> None:
    found, told = post(service, body, **headers)
    assert found == status
    assert b"Traceback" not in told
    assert b"error" in told


def test_a_call_that_is_given_up_is_recorded_to_its_end_and_holds_up_nobody(service: Service) -> None:
    opened, closed = service.count("opened"), service.count("closed")

    async def give_up(client: Client) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "ask", SLOW)
            await until(lambda: service.count("opened") > opened, client)
            tasks.cancel_scope.cancel()
        assert not (await client.call_tool("ask", QUESTION)).is_error
        await anyio.to_thread.run_sync(service.let_go)
        await until(lambda: service.count("closed") == closed + 2, client)

    service.use(give_up)


async def until(is_so: Callable[[], bool], client: Client) -> None:
    """Ask until it is so: each time takes a moment."""
    with anyio.fail_after(PATIENCE):
        while not is_so():
            await client.call_tool("verify", {"receipt": "x"})


def test_a_program_that_is_killed_in_the_middle_leaves_a_whole_record_and_no_process(service: Service) -> None:
    closed = service.count("closed")
    serving = subprocess.Popen(
        [*PROGRAM, "mcp"],
        env=service.environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
    for message in (
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "ask", "arguments": SLOW}},
    ):
        serving.stdin.write(json.dumps(message).encode() + b"\n")  # type: ignore[union-attr]
    serving.stdin.flush()  # type: ignore[union-attr]
    with (service.home / PIPE).open("wb"):  # opens once the run waits for it
        serving.stdin.close()  # type: ignore[union-attr]
        serving.stdout.close()  # type: ignore[union-attr]
    serving.wait(timeout=PATIENCE)
    assert service.count("closed") == closed + 1


@pytest.mark.parametrize("example", [0, 1])
def test_the_examples_in_the_documentation_run(
    service: Service, example: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "how-to" / "use-from-other-programs.md").read_text(encoding="utf-8")
    found = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(found) == 2
    monkeypatch.setenv("FINGERPOST_ADDRESS", service.address.removesuffix("/mcp"))
    monkeypatch.setenv("FINGERPOST_TOKEN", service.tokens["valid"])
    source = found[example].replace("Child Benefit", "the Child Grant")  # which the small library has in its place
    exec(compile(source, "the example", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own page
    told = capsys.readouterr().out
    assert "£27.05 a week" in told
    assert "From: Child Grant" in told
    assert "Reference: FP-" in told


def _said(error: BaseException) -> str:
    if isinstance(error, BaseExceptionGroup):
        return " ".join(_said(each) for each in error.exceptions)
    return f"{type(error).__name__} {error} {error.__cause__}"
