"""For a server that speaks ASGI, such as uvicorn. Any `fingerpost` command run before makes everything ready."""

import logging
import os
import signal
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread

from django.core.asgi import get_asgi_application

from fingerpost.site.bodies import BoundedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")

_django = get_asgi_application()  # sets Django up: only now can what has tables be imported

from fingerpost import guard  # noqa: E402
from fingerpost.doors.systems import check_may_serve  # noqa: E402
from fingerpost.site import wiring  # noqa: E402
from fingerpost.site.gate import WithGate  # noqa: E402
from fingerpost.site.programs import with_mcp  # noqa: E402
from fingerpost.site.upkeep import CaseUpkeep, Task, WithUpkeep  # noqa: E402


def _make_case_upkeep() -> CaseUpkeep:
    """What looks after cases; it makes the classifier too, so that no early report waits for that."""
    upkeep = wiring.build_case_upkeep()
    upkeep.begin_with(Task(do=_make_classifier, fails="What sorts reports could not be made ready."))
    return upkeep


def _make_classifier() -> None:
    if classifier := wiring.build_classifier():
        classifier.classify("A hole in the road")


_served = WithUpkeep(with_mcp(BoundedBodies(_django)), find_ledger=wiring.build_ledger, make_cases=_make_case_upkeep)
application = WithGate(_served, check=check_may_serve)

NEVER_STARTED = 3  # the exit code by which uvicorn's supervisor knows that starting once more would not help

logger = logging.getLogger(__name__)


def ready_application() -> WithUpkeep:
    """The application with its models loaded: a worker that begins to listen answers its first question at once.

    Whether it may serve was looked at once, before the first worker: one that is replaced months later must not take
    the service down with it. Ends the process where it cannot start, and when the process that started it is gone,
    however that ended.
    """
    try:
        wiring.build_engines()
        guard.warm_up()
        wiring.warm_up()
    except Exception:
        logger.exception("This worker cannot start.")
        raise SystemExit(NEVER_STARTED) from None
    Thread(target=_end_with_parent, daemon=True).start()
    return _served


def _end_with_parent() -> None:
    """A worker left alone would hold the port and keep the next start from it."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
