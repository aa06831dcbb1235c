"""Finds a pinned file inside an installed package, without importing the package, and checks its SHA-256."""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from fingerpost.contract.errors import ModelUnavailable

_HOW_TO_MEND = "Run `make setup`, which installs the pinned files, and then `fingerpost doctor`."


@dataclass(frozen=True, kw_only=True)
class PinnedFile:
    """A file of a package: `package` is its import name, `path` stands inside it, `sha256` is in hex.

    `model` and `how_to_mend` are for the sentence that says it is missing.
    """

    package: str
    path: str
    sha256: str
    model: str = "search model"
    how_to_mend: str = _HOW_TO_MEND

    def find(self) -> Path:
        """Where the file is. The package is not imported: some import far more. Raises ModelUnavailable."""
        spec = importlib.util.find_spec(self.package)
        folders = list(spec.submodule_search_locations or ()) if spec else []
        if not folders:
            raise ModelUnavailable(
                f"The {self.model} is not installed: {self.path} is missing. {self.how_to_mend}",
                detail=f"no package {self.package!r}",
            )
        return Path(folders[0]) / self.path

    def read(self, at: Path | None = None) -> bytes:
        """Its bytes, from `at` where that is given. Raises ModelUnavailable where it is missing, unreadable or not the
        pinned file."""
        return read_checked(at or self.find(), sha256=self.sha256, model=self.model, how_to_mend=self.how_to_mend)


def read_checked(path: Path, *, sha256: str, model: str = "search model", how_to_mend: str = _HOW_TO_MEND) -> bytes:
    """The bytes of the file. Raises ModelUnavailable where it is missing, unreadable or not the pinned file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelUnavailable(
            f"A file of the {model} is missing: {path.name}. {how_to_mend}", detail=f"{path}: {error}"
        ) from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise ModelUnavailable(
            f"A file of the {model} is not the one that was tested: {path.name}. {how_to_mend}",
            detail=f"{path}: sha256 is {found}, expected {sha256}",
        )
    return data
