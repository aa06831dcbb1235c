"""The program that speaks fails, hangs or says nothing: it is told, and no word of a text is part of a command."""

from pathlib import Path

import pytest
from tests.speech import need_speech

from fingerpost.contract.errors import ModelUnavailable, SpeechUnavailable
from fingerpost.engines.speech import espeak, whisper
from fingerpost.engines.speech.espeak import Espeak
from fingerpost.engines.speech.sound import HEARD_RATE, write_sound
from fingerpost.engines.speech.whisper import Whisper


def program(folder: Path, *lines: str) -> str:
    """A program in the place of espeak-ng."""
    path = folder / "program"
    path.write_text("\n".join(("#!/bin/sh", *lines)) + "\n")
    path.chmod(0o700)
    return str(path)


@pytest.mark.parametrize("line", ["exit 1", "true", "printf short", "kill -9 $$"])
def test_a_program_that_fails_or_says_nothing_is_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(SpeechUnavailable, match="The words are on the page"):
        Espeak(program=program(tmp_path, line)).speak("Hello.", language="en")


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak, "SECONDS_ALLOWED", 0.2)
    with pytest.raises(SpeechUnavailable, match="The words are on the page"):
        Espeak(program=program(tmp_path, "exec sleep 60")).speak("Hello.", language="en")


def test_nobody_waits_without_end_for_a_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs that hang, one after another, hold up no more than those who are there already."""
    monkeypatch.setattr(espeak, "SECONDS_ALLOWED", 0.05)
    voice = Espeak(program=program(tmp_path, "exit 1"))
    for _ in range(espeak.AT_ONCE):
        voice._turns.acquire()
    with pytest.raises(SpeechUnavailable, match="Too much is being read aloud"):
        voice.speak("Hello.", language="en")
    voice._turns.release()
    with pytest.raises(SpeechUnavailable, match="could not be read aloud"):  # its turn came, and was given back
        voice.speak("Hello.", language="en")
    assert voice._turns.acquire(blocking=False)


def test_a_program_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SpeechUnavailable):
        Espeak(program=str(tmp_path / "nowhere")).speak("Hello.", language="en")
    monkeypatch.setattr(espeak.shutil, "which", lambda name: None)
    with pytest.raises(SpeechUnavailable, match="apt-get install espeak-ng"):
        Espeak()


def test_no_word_of_the_text_and_nothing_of_our_environment_reaches_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINGERPOST_SECRET_KEY", "hush")
    seen = tmp_path / "seen"
    with pytest.raises(SpeechUnavailable):
        Espeak(program=program(tmp_path, f'echo "$@" > {seen}', f"env >> {seen}")).speak(
            "; touch pwned; --path=/ $(id) [[h@loU]]", language="en"
        )
    told = seen.read_text()
    assert told.startswith("--stdin --stdout -b 1 -s 155 -v en-gb\n")
    assert not [words for words in ("touch", "id)", "hush", "h@loU") if words in told]


def test_a_runtime_that_is_broken_is_told_and_the_next_recording_may_come(monkeypatch: pytest.MonkeyPatch) -> None:
    need_speech()

    class Broken:
        @staticmethod
        def generate(*given: object, **more: object) -> None:
            raise RuntimeError("out of memory")

    listener = Whisper(threads=1)
    loud = write_sound(b"\x00\x10" * HEARD_RATE, rate=HEARD_RATE)
    monkeypatch.setattr(listener, "_load", lambda: (Broken, type("Words", (), {"token_to_id": lambda self, word: 1})()))
    for _ in range(2):
        with pytest.raises(SpeechUnavailable, match="Type it instead"):
            listener.listen(loud)


def test_weights_without_what_runs_them_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    need_speech()
    found = whisper.importlib.util.find_spec
    monkeypatch.setattr(
        whisper.importlib.util, "find_spec", lambda name: None if name == "ctranslate2" else found(name)
    )
    with pytest.raises(ModelUnavailable, match="make speech"):
        Whisper()
