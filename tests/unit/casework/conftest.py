"""A body with its services, two officers of different teams, and a case that one of them may see."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fingerpost.casework.models import Case, Membership
from fingerpost.casework.opened import open_for
from fingerpost.casework.opening import Opened, open_case
from fingerpost.casework.reports import Report
from fingerpost.casework.services import starter_services
from fingerpost.casework.viewing import DESK, Viewer, viewer_of
from fingerpost.contract.classifying import Ranked
from fingerpost.contract.proposals import Proposal
from fingerpost.contract.services import ServiceBook, Urgency
from fingerpost.record.keys import KeyStore
from fingerpost.site import wiring

BODY = "fernby"
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)  # a week without bank holidays
HOLE = "There is a big hole outside the chemist in Mill Lane"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Mair works on highways, Tom on waste, and Ffion leads."""

    keys: KeyStore
    services: ServiceBook
    mair: Viewer
    tom: Viewer
    ffion: Viewer
    at: datetime = MONDAY
    opened: dict[str, Opened] = field(default_factory=dict)

    def report(self, text: str = HOLE, *, at: datetime | None = None, **given: Any) -> Opened:
        """Open a case of a hole in a street, unless `given` says otherwise."""
        report = {
            name: given.pop(name)
            for name in tuple(given)
            if name in {"email", "name", "phone", "address", "facts", "files", "latitude", "longitude", "outside_id"}
        }
        place = {"latitude": 54.6, "longitude": -2.4}
        return open_case(
            Report(text=text, channel=given.pop("channel", "web"), **{**place, **report}),
            proposal=given.pop("proposal", proposed()),
            run_reference=given.pop("run_reference", ""),
            run_subject=given.pop("run_subject", ""),
            services=self.services,
            by="resident",
            body=BODY,
            at=at or self.at,
            keys=self.keys,
            **given,
        )

    def case(self, reference: str) -> Case:
        return Case.objects.get(reference=reference)

    def act(self, do: Callable[..., Case], reference: str, **given: Any) -> Case:
        """Do something as Mair, with the version as it is."""
        usual = {"viewer": self.mair, "version": self.case(reference).version, "at": self.at, "keys": self.keys}
        return do(reference, **{**usual, **given})

    def open(self, reference: str, *, viewer: Viewer | None = None, after: timedelta = timedelta()) -> Any:
        return open_for(reference, viewer=viewer or self.mair, at=self.at + after, keys=self.keys)


def proposed(service: str = "potholes", team: str = "highways", **given: Any) -> Proposal:
    """What a run would propose of a hole."""
    usual = {"urgency": Urgency.ROUTINE, "services": (Ranked(label=service, probability=0.9),)}
    return Proposal(service=service, team=team, **{**usual, **given})


def without_desk(book: ServiceBook) -> ServiceBook:
    """The services of a body that has no front desk."""
    teams = {slug: team for slug, team in book.teams.items() if slug != DESK}
    return ServiceBook(teams=teams, services=book.services)


@pytest.fixture
def desk(db: None) -> Desk:
    for account, team in (("mair", "highways"), ("tom", "waste"), ("ffion", "highways"), ("ffion", "waste")):
        Membership.objects.create(body=BODY, team=team, account=account, is_lead=account == "ffion")
    return Desk(
        keys=wiring.build_keys(),
        services=without_desk(starter_services()),
        mair=viewer_of("mair", body=BODY),
        tom=viewer_of("tom", body=BODY),
        ffion=viewer_of("ffion", body=BODY, may_lead=True),
    )
