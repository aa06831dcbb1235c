"""espeak-ng as a voice: a program of its own (GPL-3) that is run, never loaded into this one.

It is started without a shell, told the text on its standard input, and held to a length and a time.
"""

import os
import shutil
import subprocess
from threading import BoundedSemaphore

from fingerpost.contract.errors import SpeechUnavailable
from fingerpost.contract.ports import LONGEST_SPOKEN
from fingerpost.engines.speech.sound import write_sound
from fingerpost.engines.speech.spoken import as_spoken

VOICES = {"en": "en-gb", "cy": "cy"}
RATE = 22_050  # samples a second: what its voices are made at
WORDS_A_MINUTE = 155  # slower than its usual 175: guidance is dense
SECONDS_ALLOWED = 20  # a thousand characters take well under one
AT_ONCE = 2  # programs that may run at the same time
_HEADER = 44  # bytes before the samples; the lengths in it are not known when it is written

HOW_TO_ADD = "Install espeak-ng, for example: apt-get install espeak-ng"


class Espeak:
    """The voice that is served. Raises SpeechUnavailable where the program is not installed."""

    languages = frozenset(VOICES)

    def __init__(self, *, program: str | None = None) -> None:
        found = program or shutil.which("espeak-ng")
        if found is None:
            raise SpeechUnavailable(f"Reading aloud is not set up here. {HOW_TO_ADD}")
        self._program = found
        self._turns = BoundedSemaphore(AT_ONCE)

    def speak(self, text: str, *, language: str) -> bytes:
        if len(text) > LONGEST_SPOKEN or language not in self.languages:
            raise ValueError(f"{len(text)} characters in {language!r} are not for this voice")
        said = _plain(as_spoken(text, language=language))
        if not self._turns.acquire(timeout=SECONDS_ALLOWED):
            raise SpeechUnavailable(
                "Too much is being read aloud just now. The words are on the page.", detail="no turn"
            )
        try:
            made = self._run(said, VOICES[language])
        finally:
            self._turns.release()
        return write_sound(made[_HEADER : len(made) - len(made) % 2], rate=RATE)

    def _run(self, text: str, voice: str) -> bytes:
        command = [self._program, "--stdin", "--stdout", "-b", "1", "-s", str(WORDS_A_MINUTE), "-v", voice]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and no word of the text is in the command
                command,
                input=text.encode("utf-8", "replace"),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                timeout=SECONDS_ALLOWED,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise SpeechUnavailable(
                "This could not be read aloud just now. The words are on the page.", detail=f"espeak-ng: {error!r:.200}"
            ) from error
        if len(done.stdout) < _HEADER:
            raise SpeechUnavailable(
                "This could not be read aloud just now. The words are on the page.", detail="espeak-ng said nothing"
            )
        return done.stdout


def _plain(text: str) -> str:
    """Without control characters, and without the double brackets in which espeak-ng takes phonemes for words."""
    seen = "".join(char if char.isprintable() or char in "\n\t" else " " for char in text)
    return seen.replace("[[", "[ [").strip() or "."
