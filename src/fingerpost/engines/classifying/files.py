"""Keeps a classifier as one file of numbers (.npz) with their description as JSON among them. Nothing in it can run.

The digest stands in the file and is reckoned anew at reading: half a file, or another's, is never served.
"""

import io
import json
import os
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from fingerpost.contract.classifying import Class
from fingerpost.contract.errors import ModelUnavailable, StoreUnavailable
from fingerpost.contract.ports import Embedder
from fingerpost.engines.classifying.lexicon import Lexicon
from fingerpost.engines.classifying.sureness import Sureness
from fingerpost.engines.classifying.trained import Example, Knowledge, TrainedClassifier

FORMAT = 1
MOST_BYTES = 1_000_000_000
ABOUT = "about"
HOW_TO_MEND = "Run `fingerpost triage learn` to make it anew, or `fingerpost triage put-back` to serve an earlier one."


def to_bytes(classifier: TrainedClassifier) -> bytes:
    """The whole of it; the same classifier always gives the same bytes."""
    known = classifier.knowledge
    about = {
        "format": FORMAT,
        "version": classifier.version,
        "digest": known.digest,
        **known.as_values(),
    }
    words = np.frombuffer(json.dumps(about, sort_keys=True, ensure_ascii=False).encode(), dtype=np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **{ABOUT: words, **known.as_arrays()})
    return file.getvalue()


def from_bytes(content: bytes, *, embedder: Embedder, name: str = "the classifier") -> TrainedClassifier:
    """Raises ModelUnavailable where it is no classifier, was damaged, or was made with another encoder."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        about = json.loads(arrays.pop(ABOUT).tobytes())
        known = _knowledge(about, arrays)
    except (ValueError, KeyError, TypeError, IndexError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelUnavailable(
            f"The file of {name} cannot be read: it is damaged, or no classifier. {HOW_TO_MEND}",
            detail=f"{type(error).__name__}: {error}",
        ) from error
    if known.digest != about["digest"]:
        raise ModelUnavailable(
            f"The file of {name} was changed after it was made. {HOW_TO_MEND}",
            detail=f"digest is {known.digest}, the file says {about['digest']}",
        )
    if known.embedder != embedder.digest:
        raise ModelUnavailable(
            f"{name[:1].upper()}{name[1:]} was made with another version of the search model. {HOW_TO_MEND}",
            detail=f"made with {known.embedder}, this is {embedder.digest}",
        )
    return TrainedClassifier(known, embedder=embedder, version=str(about["version"]))


def save_classifier(classifier: TrainedClassifier, path: Path) -> None:
    """Write it to `path`, whole or not at all. Raises StoreUnavailable."""
    write_whole(path, to_bytes(classifier))


def load_classifier(path: Path, *, embedder: Embedder) -> TrainedClassifier:
    """Read it from `path`. Raises ModelUnavailable where there is none, or where it is not in order."""
    return from_bytes(read_whole(path), embedder=embedder, name=f"the classifier {path.name}")


def read_whole(path: Path) -> bytes:
    """Raises ModelUnavailable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ModelUnavailable(f"The file {path.name} is too large to be a classifier. {HOW_TO_MEND}")
        return path.read_bytes()
    except OSError as error:
        raise ModelUnavailable(
            f"The classifier {path.name} cannot be read. {HOW_TO_MEND}", detail=f"{path}: {error}"
        ) from error


def write_whole(path: Path, content: bytes) -> None:
    """Whoever reads `path` sees the old file or the new one, and never a part, also when the power fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreUnavailable(
            "A classifier could not be written. Make room on the disk, then try again.", detail=f"{path}: {error}"
        ) from error


def _knowledge(about: dict[str, Any], arrays: dict[str, np.ndarray[Any, Any]]) -> Knowledge:
    if about["format"] != FORMAT:
        raise ValueError(f"format {about['format']} is not {FORMAT}")
    known = Knowledge(
        classes=tuple(Class(**each) for each in about["classes"]),
        examples=tuple(
            Example(id=name, place=place, text=text, is_shown=is_shown)
            for name, place, text, is_shown in about["examples"]
        ),
        vectors=arrays["vectors"],
        added=arrays["added"],
        lexicon=Lexicon(
            ids=arrays["lexicon_ids"],
            rarity=arrays["lexicon_rarity"],
            is_piece=arrays["lexicon_is_piece"],
            word_share=about["shares"][0],
            piece_share=about["shares"][1],
        ),
        word_weights=arrays["word_weights"],
        usual=arrays["usual"],
        sureness=Sureness(
            temperature=about["temperature"],
            middle=arrays["sure_middle"],
            spread=arrays["sure_spread"],
            weights=arrays["sure_weights"],
            threshold=about["threshold"],
        ),
        embedder=about["embedder"],
        about=tuple((name, value) for name, value in about["about"]),
    )
    _check_shapes(known)
    return known


def _check_shapes(known: Knowledge) -> None:
    examples, columns = len(known.examples), len(known.classes) + 1
    features = len(known.lexicon.ids)
    is_right = (
        known.vectors.shape[0] == examples
        and known.added.shape == (examples, columns)
        and known.word_weights.shape == (features, columns)
        and known.lexicon.rarity.shape == known.lexicon.is_piece.shape == (features,)
        and known.usual.shape == (len(known.classes),)
    )
    if not is_right:
        raise ValueError("its parts do not fit one another")
