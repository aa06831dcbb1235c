"""A voice and a listener without programs or weights, the same on every machine. For tests, and nothing else.

The voice hides its text in the samples, and the listener finds it there: what one says, the other hears.
"""

from threading import Lock

import numpy as np

from fingerpost.contract.errors import SpeechBusy
from fingerpost.contract.ports import LONGEST_SPOKEN
from fingerpost.engines.speech.sound import HEARD_RATE, SHORTEST_HEARD, Samples, read_recording, write_sound

_STEP = 64  # between the samples of two letters, so that a letter is not silence


class HidingSpeaker:
    """The in-memory twin of `Espeak`. Its sounds have the rate that listeners take."""

    languages = frozenset({"en", "cy"})

    def speak(self, text: str, *, language: str) -> bytes:
        if len(text) > LONGEST_SPOKEN or language not in self.languages:
            raise ValueError(f"{len(text)} characters in {language!r} are not for this voice")
        letters = np.frombuffer(text.encode("utf-8", "replace"), dtype=np.uint8).astype("<i2") * _STEP
        silence = np.zeros(int(SHORTEST_HEARD * HEARD_RATE), dtype="<i2")
        return write_sound(np.concatenate([letters, silence]).tobytes(), rate=HEARD_RATE)


class FindingListener:
    """The in-memory twin of `Whisper`."""

    languages = frozenset({"en"})

    def __init__(self) -> None:
        self._turn = Lock()

    def listen(self, sound: bytes) -> str:
        samples = read_recording(sound)
        if not self._turn.acquire(blocking=False):
            raise SpeechBusy("Another recording is being written down. Try again in a few seconds, or type.")
        try:
            return self._find(samples)
        finally:
            self._turn.release()

    def _find(self, samples: Samples) -> str:
        letters = np.rint(samples * 32768 / _STEP).astype(np.int64)
        said = bytes(np.where((letters > 0) & (letters < 256), letters, ord(" ")).astype(np.uint8))
        return " ".join(said.decode("utf-8", "replace").split())
