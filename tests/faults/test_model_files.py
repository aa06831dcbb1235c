"""The search model is missing or is not the pinned one: it is said, and search goes on by words."""

import sys
from pathlib import Path

import pytest

from fingerpost.contract.errors import ModelUnavailable
from fingerpost.engines.embeddings.minilm import REPORT_WEIGHTS, TOKENISER, WEIGHTS, MiniLM
from fingerpost.engines.embeddings.weights import PinnedFile, read_checked


def test_missing_package_is_said_with_what_to_do() -> None:
    with pytest.raises(ModelUnavailable, match="make setup"):
        PinnedFile(package="no_such_package_here", path="model.onnx", sha256="0" * 64).find()


def test_missing_file_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="Install Fingerpost again"):
        MiniLM(weights=tmp_path / "model.onnx")


@pytest.mark.parametrize("data", [b"", b"not a model", b"\x08\x07" * 5000])
def test_file_that_is_not_the_pinned_one_is_never_loaded(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(data)
    with pytest.raises(ModelUnavailable, match="not the one that was tested"):
        MiniLM(weights=path)


@pytest.mark.parametrize("pinned", [WEIGHTS, REPORT_WEIGHTS], ids=["of guidance", "of reports"])
def test_one_changed_byte_of_the_real_weights_is_noticed(pinned: PinnedFile, tmp_path: Path) -> None:
    data = bytearray(pinned.find().read_bytes())
    data[len(data) // 2] ^= 1
    path = tmp_path / "model.onnx"
    path.write_bytes(bytes(data))
    with pytest.raises(ModelUnavailable):
        read_checked(path, sha256=pinned.sha256)


def test_wrong_tokeniser_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text("{}")
    with pytest.raises(ModelUnavailable, match=r"tokenizer\.json"):
        MiniLM(tokeniser=path)


def test_sentence_for_the_reader_holds_no_path(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable) as raised:
        MiniLM(weights=tmp_path / "model.onnx")
    assert str(tmp_path) not in raised.value.public
    assert str(tmp_path) in raised.value.detail


def test_packages_of_the_files_are_never_imported() -> None:
    WEIGHTS.find()
    TOKENISER.find()
    assert TOKENISER.package not in sys.modules
