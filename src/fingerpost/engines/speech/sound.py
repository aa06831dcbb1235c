"""WAV files, with the standard library alone. A recording from outside is read here and nowhere else."""

import io
import wave
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.errors import UnreadableSound

Samples = NDArray[np.float32]

HEARD_RATE = 16_000  # samples a second, as the listener was trained on
LONGEST_HEARD = 60  # seconds
SHORTEST_HEARD = 0.2  # seconds: less holds no word
MOST_BYTES = 2 * 1024 * 1024  # 60 seconds, a header and some room
_SAMPLE_BYTES = 2


def read_recording(sound: bytes) -> Samples:
    """The samples of a recording, from -1 to 1. Raises UnreadableSound, whose `reason` says what is wrong with it."""
    if len(sound) > MOST_BYTES:
        raise UnreadableSound("The recording is too large. Speak for 60 seconds or less.", reason="too large")
    try:
        with wave.open(io.BytesIO(sound)) as file:
            shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            told = file.getnframes()
            data = file.readframes(min(told, MOST_BYTES))
    except Exception as error:  # it meets made-up bytes: whatever it trips over has one answer
        raise UnreadableSound("This is not a recording that can be read.", reason="not a wav") from error
    if shape != (1, _SAMPLE_BYTES, HEARD_RATE):
        raise UnreadableSound("The recording must be mono, 16 bits, 16,000 samples a second.", reason="wrong kind")
    if told * _SAMPLE_BYTES != len(data):
        raise UnreadableSound("The recording was cut off on the way. Record it again.", reason="cut off")
    return _of_fair_length(np.frombuffer(data, dtype="<i2").astype(np.float32) / np.float32(32768))


def _of_fair_length(samples: Samples) -> Samples:
    if len(samples) < SHORTEST_HEARD * HEARD_RATE:
        raise UnreadableSound("The recording is too short to hold a word. Record it again.", reason="too short")
    if len(samples) > LONGEST_HEARD * HEARD_RATE:
        raise UnreadableSound("The recording is too long. Speak for 60 seconds or less.", reason="too long")
    return samples


def write_sound(samples: bytes, *, rate: int) -> bytes:
    """16-bit mono samples as a whole WAV file."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_SAMPLE_BYTES)
        file.setframerate(rate)
        file.writeframes(samples)
    return made.getvalue()


def join_sounds(sounds: Sequence[bytes], *, pause: float = 0.0) -> bytes:
    """Several WAV files of one rate as one, with `pause` seconds between them. At least one is needed."""
    parts, rate = [], 0
    for sound in sounds:
        with wave.open(io.BytesIO(sound)) as file:
            rate = file.getframerate()
            parts.append(file.readframes(file.getnframes()))
    return write_sound((b"\0" * _SAMPLE_BYTES * int(rate * pause)).join(parts), rate=rate)


def seconds_of(sound: bytes) -> float:
    """How long a WAV file of ours lasts."""
    with wave.open(io.BytesIO(sound)) as file:
        return float(file.getnframes() / file.getframerate())
