"""What each engine gave one run, word for word and bit for bit, so that the run can be gone through again years later.

The tape holds the circumstances as the run set out, the capability's contact, and each call of an engine in order: what
was asked for, and which passages came back (by digest) with their figures. The passages themselves are kept once by
digest (see `knowledge.reading.keep_passages`). It is sealed with the run, under a commitment of its own in the leaf.
"""

import base64
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fingerpost.contract.card import Card
from fingerpost.contract.context import Access, Context, Nation
from fingerpost.contract.errors import FingerpostError, MissingEngine
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Hit

VERSION = 1
RULES = "rules"
SERVICES = "services"
CLASSIFIER = "classifier"
OPEN_CASES = "open_cases"
EMBEDDER = "embedder"
TAPED = frozenset(
    {"search", "passages", "clock", "language_models", "language_model", RULES, SERVICES, CLASSIFIER, OPEN_CASES}
    | {EMBEDDER}
)
"""The engines whose every call is on the tape. A run that used another cannot be gone through again."""
ENGINE = "engine"
"""A call that asked for an engine itself, which was not there."""

PLAIN = frozenset({"language_models", "language_model", RULES, SERVICES, CLASSIFIER, OPEN_CASES, EMBEDDER})
"""Engines whose calls give plain JSON values: of the rules and the services, the digest of the book that was handed
over; of the embedding model, that of its weights."""

_FIGURES = ("score", "dense", "lexical", "asked")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of an engine: what was asked for by name, and what came back, or the fault that it told of."""

    engine: str
    asked: Mapping[str, Any]
    gave: Any


@dataclass(kw_only=True)
class Tape:
    """The calls of one run as they come. `passages` are those that came back, by digest; `unheard` are engines that the
    run used and no tape can hold."""

    calls: list[Call] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    unheard: set[str] = field(default_factory=set)

    def hear(self, engine: str, asked: Mapping[str, Any], gave: Any) -> None:
        """A call of an engine: hits, passages by id, the time, plain JSON values of a language model, or the fault that
        it told of."""
        self.calls.append(Call(engine=engine, asked=asked, gave=gave))
        if engine == "passages" and isinstance(gave, Mapping):
            self._remember(*gave.values())
        elif engine == "search" and not isinstance(gave, Exception):
            for hit in gave:
                self._remember(hit.passage, *([hit.original] if hit.original else []))

    def pack(self, *, context: Context, card: Card) -> dict[str, Any]:
        """The tape as plain JSON values. `context` is the one that the run set out with."""
        digests = {digest: number for number, digest in enumerate(self.passages)}
        contact = card.contact
        return {
            "version": VERSION,
            "context": pack_context(context),
            "contact": [contact.team, contact.email, contact.phone, contact.url],
            "unheard": sorted(self.unheard),
            "passages": _squeeze(b"".join(bytes.fromhex(digest) for digest in digests), is_random=True),
            "calls": [_pack_call(each, digests, context) for each in self.calls],
        }

    def _remember(self, *passages: Passage) -> None:
        self.passages.update((each.digest, each) for each in passages)


def digests_on(tape: Mapping[str, Any]) -> list[str]:
    """The digests of the passages on a packed tape, in their order."""
    raw = _unsqueeze(tape["passages"], is_random=True)
    return [raw[start : start + 32].hex() for start in range(0, len(raw), 32)]


def calls_on(tape: Mapping[str, Any], passages: Sequence[Passage]) -> Iterator[Call]:
    """The calls of a packed tape. `passages` are those of `digests_on`, in that order."""
    for engine, asked, gave in tape["calls"]:
        if engine == "search":
            context = unpack_context({**tape["context"], **asked["context"]})
            yield Call(engine=engine, asked={**asked, "context": context}, gave=_unpack_gave(engine, gave, passages))
        else:
            yield Call(engine=engine, asked=asked, gave=_unpack_gave(engine, gave, passages))


def pack_context(context: Context) -> dict[str, Any]:
    """The circumstances as plain JSON values, but for the subject, which says nothing of how a run goes."""
    return {
        "body": context.body,
        "at": context.at.isoformat(),
        "access": sorted(context.access),
        "audience": context.audience,
        "nation": context.nation.value if context.nation else None,
        "language": context.language,
        "collections": sorted(context.collections),
        "door": context.door,
        "settings": dict(context.settings),
    }


def unpack_context(packed: Mapping[str, Any], *, subject: str = "") -> Context:
    """The circumstances that were packed."""
    return Context(
        body=packed["body"],
        at=datetime.fromisoformat(packed["at"]),
        access=frozenset(map(Access, packed["access"])),
        audience=packed["audience"],
        nation=Nation(packed["nation"]) if packed["nation"] else None,
        language=packed["language"],
        collections=frozenset(packed["collections"]),
        door=packed["door"],
        settings=dict(packed["settings"]),
        subject=subject,
    )


def _pack_call(call: Call, digests: Mapping[str, int], context: Context) -> list[Any]:
    """Of a search only what its circumstances differ in from those of the run."""
    asked = dict(call.asked)
    if call.engine == "search":
        usual = pack_context(context)
        searched = pack_context(call.asked["context"])
        asked["context"] = {name: value for name, value in searched.items() if value != usual[name]}
    return [call.engine, asked, _pack_gave(call.engine, call.gave, digests)]


def _pack_gave(engine: str, gave: Any, digests: Mapping[str, int]) -> Any:
    if isinstance(gave, FingerpostError):
        return {"raised": type(gave).__name__, "public": gave.public, "detail": gave.detail}
    if isinstance(gave, datetime):
        return gave.isoformat()
    if engine in PLAIN:
        return gave
    if isinstance(gave, Mapping):
        return {each: digests[passage.digest] for each, passage in gave.items()}
    return _pack_hits(gave, digests)


def _unpack_gave(engine: str, gave: Any, passages: Sequence[Passage]) -> Any:
    if isinstance(gave, Mapping) and "raised" in gave:
        return _fault_of(gave)
    if engine == "clock":
        return datetime.fromisoformat(gave)
    if engine in PLAIN:
        return gave
    if engine == "passages":
        return {each: passages[place] for each, place in gave.items()}
    return _unpack_hits(gave, passages)


def _fault_of(gave: Mapping[str, Any]) -> FingerpostError:
    """A fault of the same name and words. One that is caught on the road is caught again."""
    bases = (MissingEngine,) if gave["raised"] == MissingEngine.__name__ else (FingerpostError,)
    made = type(gave["raised"], bases, {"__init__": FingerpostError.__init__})
    fault: FingerpostError = made(gave["public"], detail=gave["detail"])
    return fault


def _pack_hits(hits: Sequence[Hit], digests: Mapping[str, int]) -> list[Any]:
    """Places of passage and original (-1 for none), how many line cosines, and every figure in full."""
    places = [
        [digests[hit.passage.digest], digests[hit.original.digest] if hit.original else -1, len(hit.lines)]
        for hit in hits
    ]
    figures = [float(each) for hit in hits for each in (*(getattr(hit, name) for name in _FIGURES), *hit.lines)]
    return [places, *_pack_figures(figures)]


def _unpack_hits(packed: Sequence[Any], passages: Sequence[Passage]) -> list[Hit]:
    places, kind, text = packed
    figures = iter(_unpack_figures(kind, text))
    hits = []
    for place, original, lines in places:
        named = {name: next(figures) for name in _FIGURES}
        hits.append(
            Hit(
                passage=passages[place],
                original=passages[original] if original >= 0 else None,
                lines=tuple(next(figures) for _ in range(lines)),
                **named,
            )
        )
    return hits


def _pack_figures(figures: Sequence[float]) -> tuple[str, str]:
    """Half as long where every figure is one that four bytes hold exactly. Nothing is rounded."""
    kind = "f" if all(_fits(each) for each in figures) else "d"
    return kind, _squeeze(struct.pack(f"<{len(figures)}{kind}", *figures))


def _unpack_figures(kind: str, text: str) -> Iterable[float]:
    raw = _unsqueeze(text)
    return struct.unpack(f"<{len(raw) // struct.calcsize(kind)}{kind}", raw)


def _fits(figure: float) -> bool:
    try:
        return bool(struct.unpack("<f", struct.pack("<f", figure))[0] == figure)
    except OverflowError:
        return False


def _squeeze(raw: bytes, *, is_random: bool = False) -> str:
    """Bytes as text. What is random already gets no shorter."""
    return base64.b64encode(raw if is_random else zlib.compress(raw, 6)).decode("ascii")


def _unsqueeze(text: str, *, is_random: bool = False) -> bytes:
    raw = base64.b64decode(text, validate=True)
    return raw if is_random else zlib.decompress(raw)
