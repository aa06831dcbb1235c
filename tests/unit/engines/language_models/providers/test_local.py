"""Weights on this machine: put together once, read whole, and refused where they are cut short."""

import hashlib
import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.engines.language_models.providers.asked import GIVEN

from fingerpost.contract.errors import ModelUnavailable
from fingerpost.contract.language_models import WhyNoModel
from fingerpost.engines.language_models import local_weights
from fingerpost.engines.language_models.calling import CallFault
from fingerpost.engines.language_models.local import LocalProvider, bounded_threads
from fingerpost.engines.language_models.local_weights import PACKED, PackedModel, find_weights

WHOLE = b"GGUF" + bytes(range(200)) * 50
needs_llama = pytest.mark.skipif(importlib.util.find_spec("xllamacpp") is None, reason="xllamacpp is not installed")


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackedModel:
    """A small file in three packages, named in the settings as package:small."""
    packages = tmp_path / "packages"
    for number in range(3):
        data = packages / f"small_part{number + 1}" / "data"
        data.mkdir(parents=True)
        (data.parent / "__init__.py").write_text("raise RuntimeError('nobody imports these')")
        (data / f"part{number + 1:02d}.bin").write_bytes(WHOLE[number * 4_000 : (number + 1) * 4_000])
    monkeypatch.syspath_prepend(str(packages))
    small = PackedModel(
        title="Small",
        file="small.gguf",
        sha256=hashlib.sha256(WHOLE).hexdigest(),
        size=len(WHOLE),
        parts=3,
        package="small_part{n}",
        part="data/part{n:02d}.bin",
        how_to_add="Install the small parts.",
    )
    monkeypatch.setitem(PACKED, "small", small)
    return small


def test_parts_are_put_together_once(tmp_path: Path, packed: PackedModel) -> None:
    found = find_weights("package:small", folder=tmp_path / "models")
    assert found.path.read_bytes() == WHOLE
    assert found.sha256 == packed.sha256
    assert [each.name for each in (tmp_path / "models").iterdir()] == ["small.gguf"]
    written = found.path.stat().st_mtime_ns
    assert find_weights("package:small", folder=tmp_path / "models").path.stat().st_mtime_ns == written
    assert not any(name.startswith("small_part") for name in sys.modules)


def test_a_part_that_is_missing_is_named(tmp_path: Path, packed: PackedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACKED, "small", replace(packed, parts=4))
    with pytest.raises(ModelUnavailable, match=r"part 4 of 4\. Install the small parts\."):
        find_weights("package:small", folder=tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_parts_of_another_model_leave_nothing_behind(
    tmp_path: Path, packed: PackedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PACKED, "small", replace(packed, sha256="0" * 64))
    with pytest.raises(ModelUnavailable, match="not the one that was meant"):
        find_weights("package:small", folder=tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_file_cut_short_since_is_refused(tmp_path: Path, packed: PackedModel) -> None:
    path = find_weights("package:small", folder=tmp_path).path
    path.write_bytes(WHOLE[:-1])
    with pytest.raises(ModelUnavailable, match="cut short, or not the one that was meant"):
        find_weights("package:small", folder=tmp_path)


def test_without_room_nothing_is_written(tmp_path: Path, packed: PackedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_weights, "_SPARE", 10**18)
    with pytest.raises(ModelUnavailable, match="no room on the disk"):
        find_weights("package:small", folder=tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_an_unknown_package_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="There are: qwen"):
        find_weights("package:other", folder=tmp_path)


def test_a_path_may_have_a_digest_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "own.gguf"
    path.write_bytes(WHOLE)
    digest = hashlib.sha256(WHOLE).hexdigest()
    assert find_weights(str(path), folder=tmp_path).sha256 == digest
    assert find_weights(str(path), folder=tmp_path, sha256=digest.upper()).path == path
    with pytest.raises(ModelUnavailable, match="not the one that was meant"):
        find_weights(str(path), folder=tmp_path, sha256="0" * 64)


@pytest.mark.parametrize("content", [b"", b"GG", b"<!doctype html>"])
def test_what_is_no_gguf_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own.gguf").write_bytes(content)
    with pytest.raises(ModelUnavailable, match="not in the format GGUF"):
        find_weights(str(tmp_path / "own.gguf"), folder=tmp_path)


def test_a_missing_file_is_unreachable_for_a_call(tmp_path: Path) -> None:
    provider = LocalProvider(name="own", model=str(tmp_path / "none.gguf"), folder=tmp_path)
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        provider.prepare()
    with pytest.raises(CallFault) as caught:
        provider.open(GIVEN, timeout=1)
    assert caught.value.why is WhyNoModel.UNREACHABLE
    assert caught.value.__context__ is None


def test_a_packed_model_has_its_digest_before_it_is_loaded(tmp_path: Path) -> None:
    qwen = LocalProvider(name="own", model="package:qwen", folder=tmp_path)
    assert qwen.digest == PACKED["qwen"].sha256
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("wanted", "cores", "taken"), [(0, 8, 4), (0, 1, 1), (2, 8, 2), (64, 8, 8), (-3, 8, 1)])
def test_threads_are_bounded_by_the_cores(wanted: int, cores: int, taken: int) -> None:
    assert bounded_threads(wanted, cores=cores) == taken


@pytest.mark.skipif(importlib.util.find_spec("xllamacpp") is not None, reason="it is installed here")
def test_a_machine_without_llama_says_what_to_install(tmp_path: Path, packed: PackedModel) -> None:
    provider = LocalProvider(name="own", model="package:small", folder=tmp_path)
    with pytest.raises(ModelUnavailable, match=r"pip install 'fingerpost\[llm,local-llm\]'"):
        provider.prepare()


@needs_llama
def test_weights_that_llama_cannot_load_are_said_to_be_so(tmp_path: Path, packed: PackedModel) -> None:
    provider = LocalProvider(name="own", model="package:small", folder=tmp_path)
    with pytest.raises(ModelUnavailable, match="could not be loaded"):
        provider.prepare()
