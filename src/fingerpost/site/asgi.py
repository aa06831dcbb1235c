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

application = BoundedBodies(get_asgi_application())

NEVER_STARTED = 3  # the exit code by which uvicorn's supervisor knows that starting once more would not help

logger = logging.getLogger(__name__)


def ready_application() -> BoundedBodies:
    """The application with its models loaded: a worker that begins to listen answers its first question at once.

    Ends the process where it cannot start, and when the process that started it is gone, however that ended.
    """
    from fingerpost import guard  # noqa: PLC0415 - tables can be imported only now that Django is set up
    from fingerpost.site import wiring  # noqa: PLC0415

    try:
        wiring.build_engines()
        guard.warm_up()
    except Exception:
        logger.exception("This worker cannot start.")
        raise SystemExit(NEVER_STARTED) from None
    Thread(target=_end_with_parent, daemon=True).start()
    return application


def _end_with_parent() -> None:
    """A worker left alone would hold the port and keep the next start from it."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
