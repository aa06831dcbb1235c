"""A new name in a folder, put on the disk: a file that is flushed can still be lost with the name it was given."""

import os
from pathlib import Path


def flush_folder(folder: Path) -> None:
    """Return once the names in it are on the disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
