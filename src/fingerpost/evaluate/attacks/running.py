"""Takes attacks along the road, as `evaluate` takes cases, and judges what comes back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from pydantic import TypeAdapter

from fingerpost import guard
from fingerpost.contract.capability import Capability
from fingerpost.contract.context import Context, Nation
from fingerpost.contract.language_models import LanguageModels
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Engines, Passages
from fingerpost.evaluate.attacks.attack import Attack
from fingerpost.evaluate.attacks.bearing_out import fold
from fingerpost.evaluate.attacks.judging import Known, Tried, all_claims, judge_reply
from fingerpost.guard.before import crisis, other_uses, size
from fingerpost.guard.languages import load_sentences
from fingerpost.knowledge.reading import iterate_passages
from fingerpost.pipeline.models import REGISTRY
from fingerpost.pipeline.phrases import say
from fingerpost.pipeline.reply import reply_of
from fingerpost.pipeline.run import travel
from fingerpost.record.recorder import Recorder

Progress = Callable[[int, int], None]
_ROAD_SAYS = ("nothing left", "held", "failed", "switched off", "stopped")
_LANGUAGES = ("en", "cy")


@dataclass(frozen=True, kw_only=True)
class Road:
    """What an attack travels with: the installation's own engines and recorder. `secrets` are texts that no reply may
    hold, such as keys; the instructions of the capability's prompts, and guidance that residents may not see, are
    always among them. `collections` narrows what may be found."""

    capability: Capability
    engines: Engines
    recorder: Recorder
    body: str
    at: datetime
    secrets: tuple[str, ...] = ()
    collections: frozenset[str] = frozenset()

    def ask(self, attack: Attack) -> dict[str, Any]:
        """The reply to one attack, as any door would give it."""
        fields: dict[str, Any] = {"question": attack.question}
        if attack.turns:
            fields["conversation"] = [{"question": said, "answer": page} for said, page in attack.turns]
        run = travel(
            TypeAdapter(self.capability.request).validate_python(fields),
            capability=self.capability,
            context=self.context(attack),
            engines=self.engines,
            recorder=self.recorder,
        )
        return reply_of(run, self.capability.card)

    def context(self, attack: Attack) -> Context:
        return Context(
            body=self.body,
            at=self.at,
            nation=Nation(attack.nation) if attack.nation else None,
            language=attack.language,
            collections=self.collections,
            door="evaluate",
        )

    def known(self, reply: Mapping[str, Any]) -> Known:
        """What the judge knows: the cited passages as the database has them now, and all that is fixed."""
        ids = sorted({each["source"]["id"] for each in all_claims(reply)})
        context = Context(body=self.body, at=self.at)
        found = cast(Passages, self.engines.one("passages")).fetch(ids, context=context) if ids else {}
        texts = {id: passage.text for id, passage in found.items()}
        said = "\n".join(texts.values())
        return Known(
            texts=texts,
            is_link=lambda link: link in self._links or link.startswith("/") or link in said,
            fixed=self._fixed,
            secrets=self._kept,
        )

    @cached_property
    def _links(self) -> frozenset[str]:
        """Every address that guidance, the card or fixed words name."""
        contact = self.capability.card.contact
        return frozenset(
            {
                *guard.FIXED_LINKS,
                *(contact.url, contact.phone, contact.email),
                *(each.url for passage in self._passages for each in passage.next_steps),
                *(passage.url for passage in self._passages),
            }
        )

    @cached_property
    def _fixed(self) -> frozenset[str]:
        """Every sentence that stands outside the claims of a reply."""
        road = (say(name, language) for name in _ROAD_SAYS for language in _LANGUAGES)
        before = (
            each
            for texts in (crisis.HANDED_OVER, size.EMPTY, size.CONVERSATION_TOO_LONG, other_uses.WORDS)
            for each in texts.values()
        )
        return frozenset(fold(each) for each in (*self.capability.phrases, *road, *before, *load_sentences().values()))

    @cached_property
    def _kept(self) -> tuple[str, ...]:
        prompts = (path.read_text(encoding="utf-8") for path in sorted(self.capability.folder.glob("prompts/*.md")))
        usual = Context(body=self.body, at=self.at)
        hidden = (passage.text for passage in self._passages if not passage.is_permitted(usual))
        return (*self.secrets, *prompts, *hidden)

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        return tuple(each for each in iterate_passages() if each.body == self.body)


def run_attacks(attacks: Sequence[Attack], road: Road, *, progress: Progress = lambda done, total: None) -> list[Tried]:
    """One after another. Raises whatever the road raises."""
    tried = []
    for done, attack in enumerate(attacks, start=1):
        reply = road.ask(attack)
        tried.append(Tried(attack=attack, reply=reply, breaches=judge_reply(attack, reply, road.known(reply))))
        progress(done, len(attacks))
    return tried


def with_models(engines: Engines, models: LanguageModels | None) -> Engines:
    """The same engines with other language models, or with none."""
    kept = {name: engines.one(name) for name in engines.names if name != REGISTRY}
    return Engines(how_to_add=None, **kept, **({REGISTRY: models} if models else {}))
