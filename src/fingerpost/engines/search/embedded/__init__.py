"""The index in a folder: tantivy for words, plain arrays for vectors, one manifest that says what belongs together.

    index/
      manifest.json          which generation, which segments, how far it has come; replaced in one step
      lock                   held by the one process that writes
      generation-0001/
        words/               tantivy
        segment-0001/        rows.npz, vectors.npy (float16), lines.npy (int8)
        near.faiss           only above 100,000 passages, where faiss is installed

A reader believes the manifest and nothing else, so a write that is cut short leaves the index as it was.
"""

from fingerpost.engines.search.embedded.index import EmbeddedIndex

__all__ = ["EmbeddedIndex"]
