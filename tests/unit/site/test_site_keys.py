"""The signing key: made once, and nobody else's to read."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fingerpost.site.keys import read_or_make_key


def test_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "home" / "keys" / "django-secret"
    key = read_or_make_key(path)
    assert len(key) >= 64
    assert read_or_make_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["django-secret"]


def test_two_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "django-secret"
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: read_or_make_key(path), range(32)))) == 1
