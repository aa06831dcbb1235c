"""`fingerpost` in a process of its own for the tests of MCP: a small library, and hashed words in the model's place.

    python -m tests.mcp_home serve PAGES   imports the pages, tells tokens as one line of JSON, and serves
    python -m tests.mcp_home mcp ...       any command, on what is there

A question that holds "wait for the pipe" waits in the search until somebody opens FINGERPOST_HOME/pipe for writing: so
a test knows that the run has begun, and says when it goes on.
"""

import json
import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

PIPE = "pipe"


def main(command: str, *more: str) -> None:
    from fingerpost.doors.cli.ready import get_settings  # noqa: PLC0415 - each waits for what stands before it

    get_settings()
    _stand_in()
    if command == "serve":
        _fill(Path(more[0]))
        more = ("--port", "0")
    from fingerpost.doors.cli.application import run  # noqa: PLC0415

    sys.argv = ["fingerpost", command, *more]
    run()


def _stand_in() -> None:
    from fingerpost.engines.embeddings.memory import HashingEmbedder  # noqa: PLC0415
    from fingerpost.engines.search.service import HybridSearch  # noqa: PLC0415
    from fingerpost.site import wiring  # noqa: PLC0415

    as_it_is = HybridSearch.find

    def find(self: HybridSearch, question: str, **more: Any) -> Sequence[Any]:
        if "wait for the pipe" in question:
            (Path(os.environ["FINGERPOST_HOME"]) / PIPE).read_bytes()
        return as_it_is(self, question, **more)

    wiring.build_embedder = HashingEmbedder
    wiring.build_report_embedder = HashingEmbedder
    HybridSearch.find = find  # type: ignore[method-assign]


def _fill(pages: Path) -> None:
    from fingerpost.contract.context import Access  # noqa: PLC0415
    from fingerpost.doors.cli.ready import get_ready  # noqa: PLC0415
    from fingerpost.doors.installation import now  # noqa: PLC0415
    from fingerpost.doors.tokens import Rights, Wish  # noqa: PLC0415
    from fingerpost.knowledge.importing import import_folder  # noqa: PLC0415
    from fingerpost.site import wiring  # noqa: PLC0415

    get_ready()
    import_folder(pages, body="fernby", collection="tests", title="Pages of the tests")
    wiring.update_index(lambda what, done, total: None)
    os.mkfifo(Path(os.environ["FINGERPOST_HOME"]) / PIPE)
    staff = Rights(access=frozenset({Access.PUBLIC, Access.STAFF}))
    tokens = wiring.build_tokens()
    made = {
        name: tokens.make(Wish(name=name, days=days, rights=rights), by="tests", at=now() - timedelta(days=ago))[0]
        for name, days, ago, rights in (
            ("to be revoked", 10, 0, Rights()),
            ("valid", 10, 0, Rights()),
            ("other", 10, 0, Rights()),
            ("expired", 10, 30, Rights()),
            ("searches", 10, 0, Rights(tools=frozenset({"search"}))),
            ("staff", 10, 0, staff),
        )
    }
    sys.stdout.write(json.dumps(made) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
