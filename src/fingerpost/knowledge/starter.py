"""Where the starter library and its glossary lie."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def starter_library() -> Path:
    """Inside the installed package, or at the root of a working tree."""
    packaged = _PACKAGE / "starter_library"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / "library"
