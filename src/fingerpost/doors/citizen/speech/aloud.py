"""An answer or a page of guidance as a sound file, for browsers that have no voice of their own."""

import re
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fingerpost.contract.ports import LONGEST_SPOKEN, Speaker
from fingerpost.doors.citizen.answers.kept import kept_private, of_kept_answer
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.guidance.library import context_for
from fingerpost.doors.citizen.guidance.page import sections_of
from fingerpost.doors.citizen.speech.voice import Said, said_of_answer, said_of_page, within_bound
from fingerpost.doors.installation import installation
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.engines.speech.sound import join_sounds
from fingerpost.knowledge.reading import read_document
from fingerpost.record.reading import KeptRun

PAUSE = 0.35  # seconds between two parts
HELD = 4  # sounds kept in memory: a browser asks for one in several pieces
_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z", re.ASCII)


@require_safe
@of_kept_answer
def answer_aloud(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """The answer of that reference, read aloud."""
    return _sound(request, said_of_answer(kept.reply or {}))


@require_safe
def page_aloud(request: HttpRequest, collection: str, key: str) -> HttpResponse:
    """A page of guidance, read aloud; with `?run=` the lines that answered come first."""
    found = read_document(context=context_for(""), collection=collection, key=key)
    if found is None:
        raise Http404
    sections, _ = sections_of(found, run=request.GET.get("run", ""))
    return _sound(request, said_of_page(found, sections))


def _sound(request: HttpRequest, parts: list[Said]) -> HttpResponse:
    speaker = installation().build_speaker()
    if speaker is None:
        raise Http404
    if wait := seconds_to_wait(request, "speech"):
        return too_many(request, wait)
    said = tuple((part.text, part.language) for part in within_bound(parts, languages=speaker.languages))
    if not said:
        raise Http404
    return kept_private(in_part(request, _spoken(speaker, said)))  # type: ignore[arg-type]  # by its identity


@lru_cache(maxsize=HELD)
def _spoken(speaker: Speaker, said: tuple[tuple[str, str], ...]) -> bytes:
    """One WAV file of these (text, language). Raises SpeechUnavailable."""
    pieces = [
        (text[start : start + LONGEST_SPOKEN], language)
        for text, language in said
        for start in range(0, len(text), LONGEST_SPOKEN)
    ]
    return join_sounds([speaker.speak(text, language=language) for text, language in pieces], pause=PAUSE)


def in_part(request: HttpRequest, sound: bytes) -> HttpResponse:
    """The sound, or the one range of it that is asked for: some browsers play nothing without ranges."""
    found = _RANGE.match(request.headers.get("Range", ""))
    if not found or found[0] == "bytes=-":
        return HttpResponse(sound, content_type="audio/wav", headers={"Accept-Ranges": "bytes"})
    start, stop = _bounds(found[1], found[2], len(sound))
    if start >= stop:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(sound)}"})
    told = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{stop - 1}/{len(sound)}"}
    return HttpResponse(sound[start:stop], status=206, content_type="audio/wav", headers=told)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Where the range starts, and where it stops, which is beyond its last byte."""
    if not first:
        return max(0, size - int(last[:12])), size
    return int(first[:12]), min(size, int(last[:12]) + 1) if last else size
