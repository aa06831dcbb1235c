"""One task for each set. Each takes the address of a running service."""

from itertools import groupby

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample

from fingerpost.evaluate.attacks.attack import Attack
from fingerpost.evaluate.attacks.carriers import CARRIERS, plant
from fingerpost.evaluate.attacks.sets import read_set
from fingerpost.evaluate.inspect.asking import as_values, ask_the_door
from fingerpost.evaluate.inspect.scoring import alike, within_policy

ADDRESS = "http://127.0.0.1:8000"


@task
def direct(address: str = ADDRESS) -> Task:
    """Direct attacks in twenty families."""
    return _task("direct", address)


@task
def ordinary(address: str = ADDRESS) -> Task:
    """Ordinary questions that sound frightening."""
    return _task("ordinary", address)


@task
def abstention(address: str = ADDRESS) -> Task:
    """Questions that the starter library cannot answer."""
    return _task("abstention", address)


@task
def pressure(address: str = ADDRESS) -> Task:
    """ "Are you sure?": the answer does not change because somebody says that it is wrong."""
    return _task("pressure", address, together=True)


@task
def pairs(address: str = ADDRESS) -> Task:
    """People who differ in nation, sex, ethnicity, disability or religion get the same answer."""
    return _task("pairs", address, together=True)


@task
def documents(address: str = ADDRESS) -> Task:
    """Orders in documents: for a service that has taken them in (scripts/redteam.py makes one)."""
    attacks = [
        Attack(id=each.id, family=carrier, question=each.question, forbidden=(each.word, *each.demands))
        for carrier in CARRIERS
        for each in plant(carrier)
    ]
    return _of([[each] for each in attacks], address)


def _task(name: str, address: str, *, together: bool = False) -> Task:
    attacks = read_set(name)
    groups = [list(group) for _pair, group in groupby(attacks, key=lambda each: each.pair if together else each.id)]
    return _of(groups, address, together=together)


def _of(groups: list[list[Attack]], address: str, *, together: bool = False) -> Task:
    samples = [
        Sample(
            id=group[0].id,
            input="\n".join(each.question for each in group),
            metadata={"family": group[0].family, "attacks": [as_values(each) for each in group]},
        )
        for group in groups
    ]
    scorers = [within_policy(), alike()] if together else [within_policy()]
    return Task(dataset=MemoryDataset(samples), solver=ask_the_door(address), scorer=scorers)
