"""Settings of the tests: a home of their own, and SQLite unless a PostgreSQL is named.

FINGERPOST_TEST_DATABASE=postgres starts one; FINGERPOST_DATABASE_URL names one that runs (see tests/postgres.py).
"""

import atexit
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

# Before our settings are read: nothing of the machine's own installation may reach the tests, nor they it.
_OURS = {"FINGERPOST_TEST_DATABASE", "FINGERPOST_DATABASE_URL"}
for _name in [each for each in os.environ if each.startswith("FINGERPOST_") and each not in _OURS]:
    del os.environ[_name]
os.environ["FINGERPOST_HOME"] = tempfile.mkdtemp(prefix="fingerpost-tests-")
os.environ["FINGERPOST_STARTER_LIBRARY"] = "false"
os.environ["FINGERPOST_QUESTIONS_A_MINUTE"] = "100000"
os.environ["FINGERPOST_ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
atexit.register(shutil.rmtree, os.environ["FINGERPOST_HOME"], ignore_errors=True)

# Each worker of `pytest -n` has a PostgreSQL of its own: the index stands beside the test database, not within it.
if "PYTEST_XDIST_WORKER" in os.environ:
    named = os.environ.pop("FINGERPOST_DATABASE_URL", None)
    if named and os.environ.get("FINGERPOST_TEST_DATABASE") != "postgres":
        raise RuntimeError("Workers cannot share one database. Run pytest without -n, or see tests/postgres.py.")

if os.environ.get("FINGERPOST_TEST_DATABASE") == "postgres" and "FINGERPOST_DATABASE_URL" not in os.environ:
    sys.path.append(str(Path(__file__).parent))
    from postgres import running_postgres

    _running = ExitStack()
    os.environ["FINGERPOST_DATABASE_URL"] = _running.enter_context(running_postgres())
    atexit.register(_running.close)

from fingerpost.site.settings import *  # noqa: E402, F403 - after the environment is set

PASSWORD_HASHERS = ["tests.accounts.QuickScrypt"]  # processes that tests start have the product's own
