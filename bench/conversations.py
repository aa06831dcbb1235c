"""How quick a conversation is, alone and among fifty, over a library of 20,000 passages.

    python bench/conversations.py --json figures.json

Serves a home of its own in a process of its own, then times, on loopback: the first claim on the screen of a real
Chromium; conversations one after another; fifty at once, each of a question and four follow-ups with time to read
between; and fifty questions in the same instant. See README.md for what the figures mean.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

BODY = "measured"  # whose library `fingerpost.evaluate.road_worker` makes
FINGERPOST = (sys.executable, "-c", "from fingerpost.doors.cli import main; main()")
FOLLOW_UPS = ("And how do I claim it?", "How long does it take?", "What do I need to send?", "Who can I ask about it?")
SEED = 3

# In the page: from the moment a form is sent to the frame after the one in which a claim of its answer was painted.
TIMER = """
addEventListener('submit', () => { window.sentAt = performance.now(); window.firstClaim = null; window.claims =
  document.querySelectorAll('.fp-claim').length }, true)
new MutationObserver(() => {
  if (window.firstClaim === null && document.querySelectorAll('.fp-claim').length > window.claims) {
    window.firstClaim = 0
    requestAnimationFrame(() => setTimeout(() => { window.firstClaim = performance.now() - window.sentAt }))
  }
}).observe(document, { childList: true, subtree: true })
"""


def main() -> None:
    options = _read_options()
    load = os.getloadavg()[0]  # of others: where it is not near 0, the times are longer than they need be
    with tempfile.TemporaryDirectory(prefix="fingerpost-conversations-") as folder:
        home = Path(folder) / "home"
        if options.home:
            shutil.copytree(options.home, home)
        environment = _make_home(home, options.passages)
        with _serving(environment, options.workers) as address:
            figures = asyncio.run(_measure_all(address, options))
            figures["screen"] = _measure_screen(address, options.screens)
    figures["asked"] = {
        "passages": options.passages,
        "conversations": options.conversations,
        "turns": 1 + len(FOLLOW_UPS),
        "reading_s": list(options.reading),
        "workers": options.workers,
        "load_before": round(load, 1),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
    }
    print(json.dumps(figures, indent=2))
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--conversations", type=int, default=50)
    parser.add_argument("--alone", type=int, default=12, help="conversations one after another, to compare with")
    parser.add_argument("--screens", type=int, default=40, help="questions timed in the browser")
    parser.add_argument(
        "--reading", type=float, nargs=2, default=(5.0, 15.0), help="seconds between turns, from and to"
    )
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--home", help="a home that holds the starter library already, to be copied")
    parser.add_argument("--json", help="a file for the figures")
    return parser.parse_args()


def _make_home(home: Path, passages: int) -> dict[str, str]:
    """The starter library, then as many passages as are wanted made of it; gives the environment that serves them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DJANGO_"))}
    ours = {**kept, "FINGERPOST_HOME": str(home), "FINGERPOST_QUESTIONS_A_MINUTE": "1000000", "NO_COLOR": "1"}
    subprocess.run([*FINGERPOST, "ask", "How much is Child Benefit?"], env=ours, check=True, capture_output=True)
    measured = {**ours, "FINGERPOST_BODY": BODY, "FINGERPOST_STARTER_LIBRARY": "false"}
    make = [sys.executable, "-m", "fingerpost.evaluate.road_worker", "make", str(passages)]
    subprocess.run(
        make, env={**measured, "DJANGO_SETTINGS_MODULE": "fingerpost.site.settings"}, check=True, capture_output=True
    )
    return measured


@contextmanager
def _serving(environment: dict[str, str], workers: int) -> Iterator[str]:
    """The address of `fingerpost serve` over that home."""
    command = [*FINGERPOST, "serve", "--port", "0", *(["--workers", str(workers)] if workers > 1 else [])]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        serving = subprocess.Popen(command, env=environment, stderr=said, stdout=said)
        try:
            yield _address_in(said, serving)
        finally:
            serving.terminate()
            serving.wait(timeout=60)


def _address_in(said: Any, serving: "subprocess.Popen[bytes]") -> str:
    for _ in range(600):
        said.seek(0)
        text = said.read()
        if found := re.search(r"http://\S+", text):
            return found[0]
        if serving.poll() is not None:
            break
        time.sleep(0.2)
    raise SystemExit(f"The service did not start:\n{text}")


@dataclass
class Timed:
    """Milliseconds until the first claim and until the end of each answer, and what went wrong."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        return {
            "answers": len(self.whole),
            "errors": len(self.errors),
            "what": sorted(set(self.errors))[:5],
            "first_claim_ms": _spread(self.first),
            "whole_answer_ms": _spread(self.whole),
        }


def _spread(values: Sequence[float]) -> dict[str, float]:
    """Nearest-rank percentiles."""
    ordered = sorted(values)
    at = {f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95)}
    return {name: round(value, 1) for name, value in {**at, "max": ordered[-1]}.items()}


async def _measure_all(address: str, options: argparse.Namespace) -> dict[str, Any]:
    chance = random.Random(SEED)  # noqa: S311 - which question comes when, not a secret
    questions = _questions(chance)
    await _converse(address, questions[0], Timed(), reading=(0, 0), chance=chance)  # warm
    alone = Timed()
    for question in questions[: options.alone]:
        await _converse(address, question, alone, reading=(0.1, 0.3), chance=chance)
    together = Timed()
    many = [questions[number % len(questions)] for number in range(options.conversations)]
    await asyncio.gather(
        *[
            _converse(address, question, together, reading=options.reading, chance=chance, begin=chance.uniform(0, 10))
            for question in many
        ]
    )
    burst = Timed()
    await asyncio.gather(*[_ask(address, {**question}, burst, {}) for question in many])
    ratio = {
        name: round(together.figures()[name]["p95"] / alone.figures()[name]["p95"], 2)
        for name in ("first_claim_ms", "whole_answer_ms")
    }
    return {
        "alone": alone.figures(),
        "together": together.figures(),
        "p95_together_to_alone": ratio,
        "at_the_same_instant": burst.figures(),
    }


def _questions(chance: random.Random) -> list[dict[str, str]]:
    """Questions in people's own words that guidance answers, from the cases, each with the nation it is asked in."""
    from fingerpost.capabilities import discover

    folder = discover()["answer"].folder / "cases"
    cases = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]
    found = [
        {"question": each["question"], "nation": each["nation"]}
        for each in cases
        if each["expect"] == "answered" and each.get("nation") and each.get("language", "en") == "en"
    ]
    chance.shuffle(found)
    return found


async def _converse(
    address: str,
    question: dict[str, str],
    timed: Timed,
    *,
    reading: tuple[float, float],
    chance: random.Random,
    begin: float = 0.0,
) -> None:
    """A question and its follow-ups, each after a while that a person takes to read, with one session cookie."""
    await asyncio.sleep(begin)
    cookies: dict[str, str] = {}
    reference = await _ask(address, question, timed, cookies)
    for follow_up in FOLLOW_UPS:
        await asyncio.sleep(chance.uniform(*reading))
        reference = await _ask(
            address, {"question": follow_up, "nation": question["nation"], "after": reference}, timed, cookies
        )


async def _ask(address: str, fields: dict[str, str], timed: Timed, cookies: dict[str, str]) -> str:
    """Ask over a connection of its own, as it is sent by a page, and give the reference of the answer."""
    where = urlsplit(address)
    body = urlencode(fields).encode()
    head = (
        f"POST /ask HTTP/1.1\r\nHost: {where.netloc}\r\nAccept: text/event-stream\r\nConnection: close\r\n"
        + "".join(f"Cookie: {name}={value}\r\n" for name, value in cookies.items())
        + f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    sent, first, said = time.perf_counter(), 0.0, b""
    try:
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(head.encode() + body)
        while data := await reader.read(65536):
            said += data
            if not first and b"event: claim\n" in said:
                first = time.perf_counter()
        writer.close()
    except OSError as error:
        timed.errors.append(type(error).__name__)
        return ""
    if b"event: done\n" not in said:
        timed.errors.append(said[:60].decode(errors="replace"))
    timed.whole.append((time.perf_counter() - sent) * 1000)
    if first:
        timed.first.append((first - sent) * 1000)
    if given := re.search(rb"(?i)set-cookie: (\w+)=([^;]+)", said):
        cookies[given[1].decode()] = given[2].decode()
    found = re.search(rb'"reference": "(FP-[0-9A-Z-]+)"', said)
    return found[1].decode() if found else ""


def _measure_screen(address: str, screens: int) -> dict[str, Any]:
    """From sending to the first claim painted: of a first question from the front page, and of a follow-up to it."""
    from playwright.sync_api import sync_playwright

    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    questions = _questions(random.Random(SEED + 1))  # noqa: S311
    first: list[float] = []
    follow_up: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.add_init_script(TIMER)
        for question in questions:
            page.goto(f"{address}/")
            page.get_by_label("Your question").fill(question["question"])
            _send_and_time(page, "Find an answer", first)
            if page.get_by_label("Ask a follow-up question").count():
                page.get_by_label("Ask a follow-up question").fill(FOLLOW_UPS[0])
                _send_and_time(page, "Ask", follow_up)
            if min(len(first), len(follow_up)) >= screens + 2:
                break
        browser.close()
    return {
        "version": browser.version,
        "first_question_ms": {"n": len(first[2:]), **_spread(first[2:])},
        "follow_up_ms": {"n": len(follow_up[2:]), **_spread(follow_up[2:])},
    }


def _send_and_time(page: Any, button: str, times: list[float]) -> None:
    """Press the button; add the milliseconds to the first claim, unless the answer has none."""
    before = page.locator("[data-fp-turn]").count()
    page.get_by_role("button", name=button, exact=True).click()
    page.locator("[data-fp-turn]").nth(before).locator("[data-fp-rest] > *").first.wait_for()
    page.wait_for_timeout(50)
    if shown := page.evaluate("() => window.firstClaim"):
        times.append(shown)


if __name__ == "__main__":
    main()
