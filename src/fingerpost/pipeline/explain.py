"""explain: why, in words for the person concerned, made now and kept with the outcome."""

import re
from collections.abc import Iterator

from fingerpost.contract.capability import Capability
from fingerpost.contract.card import Card
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run, Step
from fingerpost.pipeline.phrases import say
from fingerpost.pipeline.timing import timed

_LINK = re.compile(r"\w+://[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+|[\w.+-]+@[\w-]+\.[\w.-]+")

_SIGNS = ("://", "www.", "@")  # looked for first, because the pattern is slow over words without any


class UnsoundExplanation(FingerpostError):
    """A kind of explanation is empty, or names a link that neither the card nor a source does."""


def explain_outcome(run: Run, capability: Capability, engines: Engines) -> Run:
    """Ask the capability why. Also done for a run that a guard stopped, so that no reply is without its reasons.

    Raises UnsoundExplanation.
    """
    return timed(lambda run: _explain(run, capability), run)


def _explain(run: Run, capability: Capability) -> Run:
    explanation = capability.explain(run, capability.card)
    if not all(words.strip() for words in explanation.kinds().values()):
        raise UnsoundExplanation(say("failed", run.context.language), detail="a kind of explanation is empty")
    if foreign_links(explanation, run, capability.card):
        raise UnsoundExplanation(say("failed", run.context.language), detail="the explanation names a foreign link")
    return run.after(Step(name="explain"), explanation=explanation)


def foreign_links(explanation: Explanation, run: Run, card: Card) -> set[str]:
    """Links and e-mail addresses of the explanation that stand neither in the card nor in a source of the answer."""
    likely = [words for words in explanation.kinds().values() if any(sign in words for sign in _SIGNS)]
    said = {link.rstrip(".,;:!?") for words in likely for link in _LINK.findall(words)}
    return said - set(_known_links(run, card)) if said else said


def _known_links(run: Run, card: Card) -> Iterator[str]:
    yield from (card.contact.url, card.contact.email)
    for claim in run.outcome.claims if run.outcome else ():
        for each in (claim, *claim.beside):
            yield from (each.source.url, each.source.link)


def explain_failure(card: Card, *, reference: str, language: str = "en") -> Explanation:
    """Why there is no answer when a part of the service broke. Needs nothing of the capability, which may be broken."""
    if language == "cy":
        return _explain_failure_in_welsh(card, reference)
    return Explanation(
        rationale="A part of the service did not work, so nothing was decided and no answer was made.",
        responsibility=f"{card.owner} is responsible for this service. You can ask {card.contact.team} instead. Give "
        f"the reference {reference}.",
        data="What you typed was looked at to keep you safe and to hide personal details, and used for nothing else.",
        fairness="Nothing about you was judged.",
        safety_and_performance="When a part fails, the service says so and does not guess.",
        impact="You have not lost anything by asking. Your rights and deadlines stay as they are.",
    )


def _explain_failure_in_welsh(card: Card, reference: str) -> Explanation:
    return Explanation(
        rationale="Nid oedd rhan o'r gwasanaeth yn gweithio, felly ni phenderfynwyd dim ac ni wnaed unrhyw ateb.",
        responsibility=f"{card.owner} sy'n gyfrifol am y gwasanaeth hwn. Gallwch ofyn i {card.contact.team} yn lle "
        f"hynny. Rhowch y cyfeirnod {reference}.",
        data="Edrychwyd ar yr hyn a deipioch i'ch cadw'n ddiogel ac i guddio manylion personol, ac ni ddefnyddiwyd ef "
        "at unrhyw beth arall.",
        fairness="Ni farnwyd dim amdanoch chi.",
        safety_and_performance="Pan fydd rhan yn methu, mae'r gwasanaeth yn dweud hynny ac nid yw'n dyfalu.",
        impact="Nid ydych wedi colli dim drwy ofyn. Mae eich hawliau a'ch dyddiadau cau yn aros fel y maent.",
    )


def explain_switched_off(card: Card, *, reference: str, language: str = "en") -> Explanation:
    """Why a service that is switched off gave no answer. The capability is not asked: it may be what is wrong."""
    if language == "cy":
        return Explanation(
            rationale="Mae'r gwasanaeth wedi'i ddiffodd, felly ni phenderfynwyd dim ac ni wnaed unrhyw ateb.",
            responsibility=f"{card.owner} sy'n gyfrifol am y gwasanaeth, ac am ei ddiffodd. Gallwch ofyn i "
            f"{card.contact.team} yn lle hynny. Rhowch y cyfeirnod {reference}.",
            data="Edrychwyd ar eich geiriau dim ond i weld a oedd rhywun mewn perygl. Ni chawsant eu cadw.",
            fairness="Mae wedi'i ddiffodd i bawb. Ni farnwyd dim amdanoch chi.",
            safety_and_performance="Gall y bobl sy'n gyfrifol ddiffodd y gwasanaeth ar unwaith. Mae'r rheswm yn cael "
            "ei gofnodi.",
            impact="Nid ydych wedi colli dim drwy ofyn. Mae eich hawliau a'ch dyddiadau cau yn aros fel y maent.",
        )
    return Explanation(
        rationale="The service is switched off, so nothing was decided and no answer was made.",
        responsibility=f"{card.owner} is responsible for the service, and for switching it off. You can ask "
        f"{card.contact.team} instead. Give the reference {reference}.",
        data="Your words were looked at only to see if someone was in danger. They were not kept.",
        fairness="It is off for everyone. Nothing about you was judged.",
        safety_and_performance="The people responsible can switch the service off at once. The reason is recorded.",
        impact="You have not lost anything by asking. Your rights and deadlines stay as they are.",
    )
