"""What the check finds and what it takes out wrongly, by kind, with Wilson intervals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fingerpost import guard
from fingerpost.contract.run import Verdict
from fingerpost.evaluate.figures import Figure
from fingerpost.evaluate.rephrasing.mutations import Mutation, mutate
from fingerpost.evaluate.rephrasing.right_claims import RightClaim


@dataclass(frozen=True, kw_only=True)
class Measured:
    """`caught` and `by_kind` count wrong claims that were taken out, `removed` right ones."""

    caught: Figure
    by_kind: tuple[Figure, ...]
    missed: tuple[Mutation, ...]


def is_shown(text: str, claim: RightClaim) -> bool:
    """Does the check let this text pass on the quotes of that claim?"""
    return guard.check_rephrased(text, claim.quotes, claim.passages).verdict is Verdict.PASS


def count_removed(claims: Sequence[RightClaim], *, name: str = "right claims taken out") -> Figure:
    """How many right claims the check takes out."""
    return Figure(name=name, yes=sum(not is_shown(claim.text, claim) for claim in claims), n=len(claims))


def measure_mutations(claims: Iterable[RightClaim], *, seed: int = 57, every: int = 1) -> Measured:
    """Makes each claim wrong in every way and counts what is taken out. Only claims that pass when right are used: one
    that is taken out anyway would make the check look better than it is. `every` takes each n-th wrong claim."""
    made = [mutation for claim in claims if is_shown(claim.text, claim) for mutation in mutate(claim, seed=seed)]
    made = made[::every]
    missed = tuple(mutation for mutation in made if is_shown(mutation.text, mutation.claim))
    kinds = sorted({mutation.kind for mutation in made})
    return Measured(
        caught=Figure(name="all kinds", yes=len(made) - len(missed), n=len(made)),
        by_kind=tuple(_of_kind(kind, made, missed) for kind in kinds),
        missed=missed,
    )


def _of_kind(kind: str, made: Sequence[Mutation], missed: Sequence[Mutation]) -> Figure:
    of_kind = sum(mutation.kind == kind for mutation in made)
    shown = sum(mutation.kind == kind for mutation in missed)
    return Figure(name=kind, yes=of_kind - shown, n=of_kind)
