"""A classifier as a file: the same after reading, and never served where it is damaged, changed or another's."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from tests.unit.engines.classifying.bodies import BOOK, decided

from fingerpost.contract.errors import ModelUnavailable, StoreUnavailable
from fingerpost.engines.classifying.files import from_bytes, load_classifier, save_classifier, to_bytes
from fingerpost.engines.classifying.learning import make_classifier
from fingerpost.engines.classifying.trained import TrainedClassifier
from fingerpost.engines.embeddings.memory import HashingEmbedder

EMBEDDER = HashingEmbedder()


@pytest.fixture(scope="module")
def classifier() -> TrainedClassifier:
    return make_classifier(BOOK, decided(), embedder=EMBEDDER, version="v1")


def test_it_says_the_same_after_it_was_kept_and_read(classifier: TrainedClassifier, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "c.npz"
    save_classifier(classifier, path)
    again = load_classifier(path, embedder=EMBEDDER)
    assert again.digest == classifier.digest
    assert again.version == "v1"
    for text in ("The lamp by the school is out", "What a lovely day", ""):
        assert again.classify(text) == classifier.classify(text)
    assert [each.name for each in path.parent.iterdir()] == ["c.npz"]


def test_half_a_file_at_any_length_is_refused(classifier: TrainedClassifier) -> None:
    whole = to_bytes(classifier)
    for length in (0, 1, 10, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        with pytest.raises(ModelUnavailable, match="triage learn"):
            from_bytes(whole[:length], embedder=EMBEDDER)


def test_any_changed_number_is_noticed(classifier: TrainedClassifier) -> None:
    with np.load(io.BytesIO(to_bytes(classifier))) as file:
        arrays = {name: file[name] for name in file.files}
    for name, array in arrays.items():
        if name == "about" or not array.size:
            continue
        changed = array.copy()
        changed.reshape(-1)[0] = not changed.reshape(-1)[0] if array.dtype == bool else changed.reshape(-1)[0] + 1
        content = io.BytesIO()
        np.savez(content, allow_pickle=False, **{**arrays, name: changed})
        with pytest.raises(ModelUnavailable, match="was changed after it was made"):
            from_bytes(content.getvalue(), embedder=EMBEDDER)


@pytest.mark.parametrize("content", [b"hello", b"PK\x05\x06" + b"\0" * 18, b"\x80\x04N.", b"{}"])
def test_what_is_no_classifier_is_refused(content: bytes) -> None:
    with pytest.raises(ModelUnavailable, match="damaged, or no classifier"):
        from_bytes(content, embedder=EMBEDDER)


def test_pickled_object_is_never_opened() -> None:
    content = io.BytesIO()
    np.savez(content, about=np.array([{"format": 1}], dtype=object))
    with pytest.raises(ModelUnavailable, match="damaged, or no classifier"):
        from_bytes(content.getvalue(), embedder=EMBEDDER)


def test_parts_of_two_classifiers_are_not_mixed(classifier: TrainedClassifier) -> None:
    other = to_bytes(make_classifier(BOOK, [], embedder=EMBEDDER))
    mixed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(to_bytes(classifier))) as one,
        zipfile.ZipFile(io.BytesIO(other)) as two,
        zipfile.ZipFile(mixed, "w") as file,
    ):
        for name in one.namelist():
            file.writestr(name, (two if name == "vectors.npy" else one).read(name))
    with pytest.raises(ModelUnavailable, match="damaged, or no classifier"):
        from_bytes(mixed.getvalue(), embedder=EMBEDDER)


def test_one_made_with_another_encoder_is_refused(classifier: TrainedClassifier) -> None:
    with pytest.raises(ModelUnavailable, match="another version of the search model"):
        from_bytes(to_bytes(classifier), embedder=HashingEmbedder(dimensions=192))


def test_missing_file_and_folder_that_cannot_be_written_are_told(classifier: TrainedClassifier, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        load_classifier(tmp_path / "none.npz", embedder=EMBEDDER)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="could not be written"):
        save_classifier(classifier, tmp_path / "file" / "c.npz")
