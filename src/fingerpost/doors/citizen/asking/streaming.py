"""An answer as it arrives: first what is happening, then, once its record is closed, each claim on its own.

What a language model writes is shown earlier, claim by claim: each is checked and recorded by itself before it is.

The run goes along the road in a thread. If the reader goes away meanwhile it goes on, and is recorded all the same.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import get_script_prefix, set_script_prefix, translate_url
from django.utils.translation import get_language, override

from fingerpost.contract.claims import Claim
from fingerpost.contract.errors import FingerpostError, steps_to
from fingerpost.doors.asking import Asked, answer, find_kept
from fingerpost.doors.citizen import faults
from fingerpost.doors.citizen.answers import telling
from fingerpost.doors.citizen.answers.shown import shown, shown_early
from fingerpost.doors.citizen.events import HEADERS, event
from fingerpost.doors.citizen.links import link_to, outside_frame
from fingerpost.pipeline.watching import CLOSED, OPENED
from fingerpost.record.reading import KeptRun

log = logging.getLogger(__name__)

Send = Callable[[bytes | None], None]
"""Puts one event on its way, from any thread; None when there are no more."""

AT_ONCE = 16
"""Runs. Four keep an interpreter busy; the others are for those that wait for a language model, which holds a run for
up to twenty seconds. A model writes for four at a time, and whoever comes then is answered without it, at once."""
_roads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="road")


def stream_answer(request: HttpRequest, asked: Asked) -> StreamingHttpResponse:
    """The events `opened`, `step`, `early`, `answer`, `claim`, `rest` and `done`, or `problem` (see decisions 25 and
    59)."""
    travel = _as_here(partial(_travel, request, asked))
    return StreamingHttpResponse(_as_they_come(travel), headers=HEADERS)


def _as_here(tell: Callable[[Send], None]) -> Callable[[Send], None]:
    """`tell`, in the language and place of this request, also in another thread: Django keeps them for this one."""
    here, language, prefix = copy_context(), get_language() or "en", get_script_prefix()

    def told_here(send: Send) -> None:
        set_script_prefix(prefix)
        with override(language):
            tell(send)

    return lambda send: here.run(told_here, send)


async def _as_they_come(tell: Callable[[Send], None]) -> AsyncIterator[bytes]:
    """What `tell` sends from its thread. Nobody waits for the thread: a reader who goes away ends this, not the run."""
    loop = asyncio.get_running_loop()
    waiting: asyncio.Queue[bytes | None] = asyncio.Queue()

    def send(each: bytes | None) -> None:
        if not loop.is_closed():  # the server is stopping, and nobody reads
            loop.call_soon_threadsafe(waiting.put_nowait, each)

    _roads.submit(tell, send)
    while (each := await waiting.get()) is not None:
        yield each


def _travel(request: HttpRequest, asked: Asked, send: Send) -> None:
    """Take the run along the road and send what becomes of it."""

    def watch(reference: str, name: str) -> None:
        if name == OPENED:
            send(event("opened", reference=reference, address=link_to("answer", reference=reference)))
        elif name != CLOSED:
            send(event("step", words=telling.step_words(name)))

    def show(number: int, claim: Claim) -> None:
        told = {"claim": shown_early(claim, number, reference=asked.reference), "reply": {"reference": asked.reference}}
        html = render_to_string("citizen/answer/claim.html", told, request=request)
        send(event("early", number=number, html=html))

    try:
        reply = answer(asked, door="citizen", watch=watch, show=show)
        kept = find_kept(reply["reference"])  # what is sent is what the record holds, as on the answer's own page
        if kept is None:
            raise RuntimeError("a run that was closed is not in the record")
        if kept.reply:
            for each in _told(request, kept):
                send(each)
        else:  # whoever asked has left meanwhile
            send(faults.gone(request, kept).content)
    except FingerpostError as error:
        log.error("%s: %s", type(error).__name__, error.detail or error.public)
        send(faults.foreseen(request, error).content)
    except Exception as error:  # noqa: BLE001 - whoever asked is told, whatever it was
        log.error("A streamed run failed: %s", steps_to(error))  # its words may be a resident's
        send(faults.server_error(request).content)
    finally:
        send(None)
        request_finished.send(sender=None)  # this thread's connections are done with the request


def _elsewhere(address: str) -> dict[str, str]:
    """The same page in each language, and outside a frame: where the links of the open page now lead."""
    languages = {code: translate_url(address, code) for code, _ in settings.LANGUAGES}
    return {**languages, "outside": outside_frame(address)}


def _told(request: HttpRequest, kept: KeptRun) -> Iterator[bytes]:
    """The answer, part by part, each from the template that the page has it from."""
    context = {**shown(kept), "section": "ask", "is_arriving": True}

    def part(name: str, **more: Any) -> str:
        return render_to_string(f"citizen/answer/{name}.html", {**context, **more}, request=request)

    reference = context["reply"]["reference"]
    address = link_to("answer", reference=reference)
    yield event(
        "answer",
        reference=reference,
        address=address,
        here=_elsewhere(address),
        title=telling.page_title(context["headline"]),
        html=part("turn"),
    )
    for claim in context["reply"]["claims"]:
        yield event("claim", slot=claim["slot"], html=part("claim", claim=claim))
    yield event("rest", html=part("rest"), beside=part("beside"))
    yield event("done", words=telling.arrival(context["reply"]))
