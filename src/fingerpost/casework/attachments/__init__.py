"""Files that people send with a report: told by what is in them, written anew where that takes something away, scanned.

`clean` is the one way in. Whatever it refuses is kept nowhere, and whatever it gives may be sealed and kept.
"""

from fingerpost.casework.attachments.cleaning import Cleaned, clean
from fingerpost.casework.attachments.pictures import Place, place_in
from fingerpost.casework.attachments.refusing import FileRefused, Why
from fingerpost.casework.attachments.scanning import NoScanner, Scan, Scanner, scanner_at

__all__ = ["Cleaned", "FileRefused", "NoScanner", "Place", "Scan", "Scanner", "Why", "clean", "place_in", "scanner_at"]
