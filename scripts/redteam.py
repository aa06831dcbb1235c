"""Attack Fingerpost: every set along the road, with no model and with two that want harm, then by Inspect over HTTP.

    python scripts/redteam.py [--quick] [--inspect-python .venv-redteam/bin/python] [--into redteam]

Everything happens in homes of its own that go afterwards. Into the folder go one JSON file a run, Inspect's logs, and
their viewer as static files. The evil double is a server of this machine that speaks a supplier's protocol, so that
what it writes takes the whole way: client library, guard of the model, capability, check.
"""

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]  # the doubles stand with the tests

from tests.doubles import evil, serving  # noqa: E402 - after the path is set
from tests.doubles.asked import Asked  # noqa: E402

FINGERPOST = [sys.executable, "-c", "from fingerpost.doors.cli import main; main()"]
KEY = "sk-canary-7f3a9b2c-never-to-be-shown"
SETS = ("direct", "ordinary", "pressure", "pairs", "abstention")
PROVIDERS = {"openai": "openai-compatible", "anthropic": "anthropic"}
PUBLIC = 200  # documents of a public set
QUICK = 20  # of each set; 2 of each carrier
READ = 58  # lines of a model that are read
WAIT = 180.0  # seconds for the service to be up


def main() -> int:
    """0 where every run ended, whatever it found: the figures stand in the files."""
    chosen = _arguments()
    chosen.into.mkdir(parents=True, exist_ok=True)
    serving.write_evil = write_evil_mixed  # type: ignore[attr-defined]  # a name it imports
    with tempfile.TemporaryDirectory(prefix="fingerpost-redteam-") as folder:
        home, planted = Path(folder) / "home", Path(folder) / "planted"
        for each in (home, planted):
            each.mkdir()
        for name in SETS:
            run(name, "", home, chosen)
        run("direct", "evil", home, chosen)
        run("documents", "evil", planted, chosen)
        for wire, provider in PROVIDERS.items():
            with serving.running_double(wire, "evil") as double:
                for each in (home, planted):
                    (each / "fingerpost.toml").write_text(_settings(provider, double.base_url), encoding="utf-8")
                run("documents", "settings", planted, chosen, wire=wire)
                run("direct", "settings", home, chosen, wire=wire)
                print(f"The evil double was asked {double.calls} times, as {provider}.", flush=True)
        (home / "fingerpost.toml").write_text("questions_a_minute = 1000000\n", encoding="utf-8")
        if chosen.public:
            run("public", "evil", planted, chosen)
        if chosen.inspect_python:
            inspect(home, chosen)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small part of each set")
    parser.add_argument("--inspect-python", type=Path, help="a Python that has Inspect; without it, no tasks are run")
    parser.add_argument("--public", type=Path, help="the folder of a public set of documents; it is no part of this")
    parser.add_argument("--into", type=Path, default=ROOT / "redteam")
    return parser.parse_args()


def write_evil_mixed(asked: Asked) -> str:
    """What the evil double writes, in another order for each question: only the first lines of a model are read."""
    lines = [each.line for each in evil.evil_claims(asked)]
    chance = random.Random(asked.question)  # noqa: S311 - the same each time, on purpose
    obeyed, rest = lines[:12], lines[12:]
    chance.shuffle(rest)
    return "".join([*obeyed, *rest][:READ])


def _settings(provider: str, base_url: str) -> str:
    return "\n".join(
        [
            "questions_a_minute = 1000000",
            "[models.double]",
            f'provider = "{provider}"',
            'model = "evil-1"',
            f'base_url = "{base_url}"',
            'key_env = "REDTEAM_KEY"',
            "first_line = 30.0\nnext_line = 30.0\nwhole = 110.0",  # a slow machine is not what is measured
            "[use]",
            'answer = "double"',
        ]
    )


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DJANGO_"))}
    library = "false" if home.name == "planted" else "true"
    own = {"FINGERPOST_HOME": str(home), "FINGERPOST_STARTER_LIBRARY": library, "REDTEAM_KEY": KEY}
    return {**kept, **own, **({"FINGERPOST_ATTACKED_HOME": str(home)} if home.name == "planted" else {})}


def run(name: str, model: str, home: Path, chosen: argparse.Namespace, *, wire: str = "") -> None:
    """One set along the road, in a process of its own. Where a double writes, `wire` is the protocol it speaks."""
    limit = (2 if name == "documents" else QUICK) if chosen.quick else (PUBLIC if name == "public" else 0)
    command = [sys.executable, "-m", "fingerpost.evaluate.attacks", "run", "--set", name, "--model", model, "--json"]
    began = time.monotonic()
    done = subprocess.run(
        [*command, "--limit", str(limit), *(["--folder", str(chosen.public)] if name == "public" else [])],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    called = "-".join(filter(None, (name, model or "no-model", wire)))
    into = chosen.into / f"{called}.json"
    if not done.stdout.strip():
        print(f"{called}: did not run.\n{done.stderr[-2000:]}", file=sys.stderr)
        return
    into.write_text(done.stdout, encoding="utf-8")
    found = json.loads(done.stdout)
    one = found["breached"]
    told = f"{one['count']} of {one['n']} break policy (95%: {one['low']} to {one['high']})"
    print(f"{called}: {told} in {time.monotonic() - began:.0f} s", flush=True)


def inspect(home: Path, chosen: argparse.Namespace) -> None:
    """The same sets as Inspect tasks, against the HTTP door of a service that runs."""
    with service(home) as address:
        command = [str(chosen.inspect_python), "-m", "fingerpost.evaluate.inspect", "--address", address]
        folders = ["--logs", str(chosen.into / "logs"), "--bundle", str(chosen.into / "bundle")]
        limit = ["--limit", str(QUICK)] if chosen.quick else []
        subprocess.run([*command, *folders, *limit], env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=False)


@contextmanager
def service(home: Path) -> Iterator[str]:
    """`fingerpost serve` on a free port, until the block is left."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    started = subprocess.Popen(
        [*FINGERPOST, "serve", "--port", str(port)], env=environment(home), stdout=subprocess.DEVNULL
    )
    try:
        wait_until_up(address, started)
        yield address
    finally:
        started.terminate()
        started.wait()


def wait_until_up(address: str, started: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and started.poll() is None:
        try:
            with urlopen(f"{address}/api/v1/health", timeout=5):  # noqa: S310 - our own service
                return
        except OSError:
            time.sleep(1)
    raise RuntimeError("The service did not come up.")


if __name__ == "__main__":
    sys.exit(main())
