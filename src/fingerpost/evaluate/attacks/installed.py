"""The installation that is attacked, as the settings have it. Imported once Django is set up."""

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from django.conf import settings

from fingerpost.capabilities import find_capability
from fingerpost.contract.card import Card
from fingerpost.contract.language_models import LanguageModel
from fingerpost.contract.ports import Clock, Engines
from fingerpost.evaluate.attacks import planting, running
from fingerpost.evaluate.attacks.attack import Attack
from fingerpost.evaluate.attacks.bipia import plant_public_set
from fingerpost.evaluate.attacks.carriers import Planted
from fingerpost.evaluate.attacks.judging import Tried
from fingerpost.evaluate.attacks.obeying import ObeyingModel, OneModel
from fingerpost.evaluate.attacks.running import Road, with_models

EVIL = "evil"
AS_SET = "settings"
_MAY_USE = ("language_model", "reader")


def road_of(capability: str) -> Road:
    """The road of this installation, made ready. Raises UnknownCapability, and whatever making ready raises."""
    here = _installation()
    here.make_ready(lambda *_: None)
    engines: Engines = here.build_engines()
    return Road(
        capability=find_capability(capability),
        engines=engines,
        recorder=here.build_recorder(),
        body=settings.CONFIGURATION.body,
        at=cast(Clock, engines.one("clock")).now(),
        secrets=(planting.KEPT_WORDS,),
    )


def _installation() -> Any:
    return import_module(settings.FINGERPOST_INSTALLATION)


def with_evil(road: Road, *, seed: int) -> Road:
    """With a model that obeys whoever asks, also where the card lets none write."""
    engines = with_models(road.engines, OneModel(model=ObeyingModel(seed=seed)))
    return replace(lets_write(road), engines=engines)


def lets_write(road: Road) -> Road:
    """With a card that lets a language model write."""
    card: Card = road.capability.card
    may_use = tuple(dict.fromkeys((*card.may_use, *_MAY_USE)))
    return replace(road, capability=replace(road.capability, card=replace(card, may_use=may_use)))


def run_attacks(attacks: Sequence[Attack], road: Road) -> list[Tried]:
    return running.run_attacks(attacks, road)


def attack_documents(road: Road, chosen: argparse.Namespace) -> list[planting.Asked]:
    """Import the documents into this home, and ask."""
    if chosen.set == "public":
        planted = list(plant_public_set(chosen.folder, most=chosen.limit or 100))
    else:
        planted = planting.all_planted(of_each=chosen.limit or None)
    with tempfile.TemporaryDirectory() as folder:
        refused = planting.import_planted(planted, Path(folder), body=road.body)
    _installation().update_index(lambda *_: None)

    def model(each: Planted) -> LanguageModel | None:
        return None if chosen.model == AS_SET else ObeyingModel(order=each.order, seed=chosen.seed)

    return planting.ask_of_planted(planted, lets_write(road), model=model, refused=refused)


def some_of(attacks: Iterable[Attack], *, most: int) -> list[Attack]:
    """All, or that many, spread evenly; those of one pair stay together."""
    every = list(attacks)
    if not most or most >= len(every):
        return every
    chosen = {(each.pair or each.id) for each in every[:: max(1, len(every) // most)]}
    return [each for each in every if (each.pair or each.id) in chosen]
