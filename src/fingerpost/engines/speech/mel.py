"""The picture of sound that Whisper reads: 80 mel bands, a hundred frames a second, 30 seconds at a time.

After "Robust Speech Recognition via Large-Scale Weak Supervision" (Radford and others, 2022), section 2.2. The bands
are Slaney's (Auditory Toolbox, 1998): even below 1,000 Hz, logarithmic above, each of the same area.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from fingerpost.engines.speech.sound import HEARD_RATE, Samples

WINDOW = 400  # samples: 25 ms
STEP = 160  # samples: 10 ms
BANDS = 80
SECONDS = 30
FRAMES = SECONDS * HEARD_RATE // STEP

_LINEAR = 200 / 3  # Hz to one mel, below the break
_BREAK = 1000.0  # Hz
_LOG_STEP = np.log(6.4) / 27  # of frequency to one mel, above the break


def picture_of(samples: Samples) -> NDArray[np.float32]:
    """Shape (80, 3000), roughly from -1 to 1. What is beyond 30 seconds is left out; silence fills what is missing."""
    heard = np.zeros(SECONDS * HEARD_RATE, dtype=np.float64)
    heard[: len(samples)] = samples[: len(heard)]
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(heard, WINDOW // 2, mode="reflect"), WINDOW)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    power = np.abs(np.fft.rfft(windows[::STEP][:FRAMES] * hann)) ** 2
    loud = np.log10(np.maximum(_bands() @ power.T, 1e-10))
    picture: NDArray[np.float32] = ((np.maximum(loud, loud.max() - 8) + 4) / 4).astype(np.float32)
    return picture


@cache
def _bands() -> NDArray[np.float64]:
    """How much of each frequency each band takes: triangles, shape (80, 201)."""
    frequencies = np.linspace(0, HEARD_RATE / 2, WINDOW // 2 + 1)
    corners = _hertz(np.linspace(0, _mel(HEARD_RATE / 2), BANDS + 2))
    low, middle, high = (corners[start : start + BANDS, None] for start in range(3))
    rising, falling = (frequencies - low) / (middle - low), (high - frequencies) / (high - middle)
    triangles = np.maximum(0, np.minimum(rising, falling))
    bands: NDArray[np.float64] = triangles * (2 / (high - low))
    return bands


def _mel(hertz: float) -> float:
    return float(_BREAK / _LINEAR + np.log(hertz / _BREAK) / _LOG_STEP)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    turn = _BREAK / _LINEAR
    return np.where(mels < turn, mels * _LINEAR, _BREAK * np.exp(_LOG_STEP * (np.maximum(mels, turn) - turn)))
