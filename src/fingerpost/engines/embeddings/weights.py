"""Finds a pinned file inside an installed package, without importing the package, and checks its SHA-256."""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from fingerpost.contract.errors import ModelUnavailable

_HOW_TO_MEND = "Run `make setup`, which installs the pinned files, and then `fingerpost doctor`."


@dataclass(frozen=True, kw_only=True)
class PinnedFile:
    """A file of a package: `package` is its import name, `path` stands inside it, `sha256` is in hex."""

    package: str
    path: str
    sha256: str

    def find(self) -> Path:
        """Where the file is. The package is not imported: some import far more. Raises ModelUnavailable."""
        spec = importlib.util.find_spec(self.package)
        folders = list(spec.submodule_search_locations or ()) if spec else []
        if not folders:
            raise ModelUnavailable(
                f"The search model is not installed: {self.path} is missing. {_HOW_TO_MEND}",
                detail=f"no package {self.package!r}",
            )
        return Path(folders[0]) / self.path


def read_checked(path: Path, *, sha256: str) -> bytes:
    """The bytes of the file. Raises ModelUnavailable where it is missing, unreadable or not the pinned file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelUnavailable(
            f"A file of the search model is missing: {path.name}. {_HOW_TO_MEND}", detail=f"{path}: {error}"
        ) from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise ModelUnavailable(
            f"A file of the search model is not the one that was tested: {path.name}. {_HOW_TO_MEND}",
            detail=f"{path}: sha256 is {found}, expected {sha256}",
        )
    return data
