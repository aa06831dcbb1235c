"""A small body with services, and reports as people decided on them, for the tests of learning."""

from fingerpost.contract.classifying import Labelled
from fingerpost.contract.services import Service, ServiceBook, Team

THINGS = {
    "lights": ("lamp", "light", "bulb"),
    "bins": ("rubbish", "recycling", "wheelie"),
    "trees": ("branch", "hedge", "leaf"),
}
PLACES = ("road", "lane", "square", "park", "bridge", "hill", "corner", "market")


def service(slug: str, *, examples: tuple[str, ...] = ()) -> Service:
    return Service(
        slug=slug,
        team="works",
        name={"en": slug.title(), "cy": slug},
        description={"en": f"Reports about {slug}."},
        group={"en": "Street"},
        examples=examples,
    )


BOOK = ServiceBook(
    teams={"works": Team(slug="works", name={"en": "Works"})},
    services={
        slug: service(slug, examples=tuple(f"Something about a {thing}" for thing in things[:1]))
        for slug, things in THINGS.items()
    },
)


def decided(places: tuple[str, ...] = PLACES, *, wrong: bool = False) -> list[Labelled]:
    """A report of each thing at each place; where `wrong`, each in the class after its own."""
    labels = list(THINGS)
    return [
        Labelled(
            text=f"The {thing} by the {place} is a nuisance",
            label=labels[(labels.index(label) + wrong) % len(labels)],
            id=f"FP-{label}-{thing}-{place}",
        )
        for label, things in THINGS.items()
        for thing in things
        for place in places
    ]
