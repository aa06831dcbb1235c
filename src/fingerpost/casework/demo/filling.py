"""Puts a made-up year into the database, through the same functions that doors use, in the order in which it happened.

Every case is marked `is_demo`. What was put in can be taken away again (see `removing`).
"""

import hashlib
import heapq
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from fingerpost.casework import acting, following
from fingerpost.casework.deciding import decide
from fingerpost.casework.demo import lives
from fingerpost.casework.demo.lives import LEAD, OFFICERS_A_TEAM, Life, office_time, officer_of, plan_life
from fingerpost.casework.demo.year import Made
from fingerpost.casework.faults import NotAllowed
from fingerpost.casework.members import join_team
from fingerpost.casework.models import Case
from fingerpost.casework.opened import open_for
from fingerpost.casework.opening import Opened, open_case
from fingerpost.casework.reports import Report
from fingerpost.casework.states import IS_LIVE, State
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.ports import Embedder
from fingerpost.contract.proposals import Proposal
from fingerpost.contract.services import ServiceBook, Urgency
from fingerpost.record.keys import KeyStore

BY = "fingerpost"
MERGED = 0.8  # of reports about a matter that has a live case
PHONE = "01632 9607{number:02}"  # numbers that Ofcom keeps for drama

Propose = Callable[[Report, datetime], Proposal | None]
"""What a run would have proposed at that time. It is not recorded: nobody asked."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What was put in. `known` were there already."""

    opened: int
    known: int
    decided: int
    merged: int


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Where it is put, and with what."""

    body: str
    services: ServiceBook
    keys: KeyStore
    propose: Propose
    now: datetime
    embedder: Embedder | None = None
    nation: str = "england"


def fill(
    year: Sequence[Made], *, setting: Setting, seed: int, told: Callable[[int, int], None] = lambda done, of: None
) -> Filled:
    """Open a case for each report that had come by `setting.now`, and let each live until then.

    A report of this seed that is here already is left as it is, so a run that was broken off can be done again. `told`
    hears how many reports are done, of how many. Raises StoreUnavailable.
    """
    with _not_waiting_for_the_disk():
        put_members(setting)
        return _Filling(year, setting=setting, seed=seed).run(told)


def put_members(setting: Setting) -> None:
    """Officers that the history names. They are names alone: none of them can sign in."""
    for team in setting.services.teams:
        for number in range(OFFICERS_A_TEAM):
            name = officer_of(team, number)
            join_team(team, name, is_lead=number == 0, body=setting.body, by=BY, at=setting.now)


class _Filling:
    """All that happens, by its time. What one thing leads to is put among what is still to come."""

    def __init__(self, year: Sequence[Made], *, setting: Setting, seed: int) -> None:
        self._setting = setting
        self._seed = seed
        self._rng = random.Random(seed)  # noqa: S311 - made-up data
        self._year = [each for each in year if each.at <= setting.now]
        self._to_come: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._number = 0
        self._first: dict[str, str] = {}  # the case that goes on for each matter
        self._counts = {"opened": 0, "known": 0, "decided": 0, "merged": 0}

    def run(self, told: Callable[[int, int], None]) -> Filled:
        for number, made in enumerate(self._year, start=1):
            self._happen_until(made.at)
            self._arrive(number, made)
            told(number, len(self._year))
        self._happen_until(self._setting.now)
        return Filled(**self._counts)

    def _happen_until(self, moment: datetime) -> None:
        while self._to_come and self._to_come[0][0] <= moment:
            at, _, do = heapq.heappop(self._to_come)
            try:
                do(at)
            except NotAllowed:  # the case was merged or is over meanwhile: then nobody does it
                continue

    def _later(self, at: datetime | None, do: Callable[[datetime], None]) -> None:
        if at is not None and at <= self._setting.now:
            self._number += 1
            heapq.heappush(self._to_come, (at, self._number, do))

    def _arrive(self, number: int, made: Made) -> None:
        report = _report(made, number=number, seed=self._seed, rng=self._rng)
        proposal = self._setting.propose(report, made.at)
        opened = open_case(
            report,
            proposal=proposal,
            run_reference="",
            run_subject="",
            services=self._setting.services,
            by="resident" if made.channel != "officer" else LEAD,
            body=self._setting.body,
            at=made.at,
            keys=self._setting.keys,
            embedder=self._setting.embedder,
            is_demo=True,
            nation=self._setting.nation,
        )
        self._counts["opened" if opened.is_new else "known"] += 1
        if opened.is_new:
            self._live(opened, made, proposal)

    def _live(self, opened: Opened, made: Made, proposal: Proposal | None) -> None:
        urgency = proposal.urgency if proposal else made.truth.urgency
        life = plan_life(self._rng, made, self._setting.services.services[made.truth.service], urgency=Urgency(urgency))
        one = _One(
            setting=self._setting,
            rng=self._rng,
            opened=opened,
            made=made,
            life=life,
            number=self._rng.randrange(OFFICERS_A_TEAM),
        )
        self._later(life.looked_at, one.look)
        self._later(life.looked_at + timedelta(seconds=life.seconds), lambda at: self._decide(one, proposal, at))

    def _decide(self, one: "_One", proposal: Proposal | None, at: datetime) -> None:
        self._counts["decided"] += one.decide(at, proposal)
        main = self._first.setdefault(one.made.truth.group, one.opened.reference)
        if main != one.opened.reference and self._rng.random() < MERGED and one.merge(at, main):
            self._counts["merged"] += 1
            return
        self._work(one, at)

    def _work(self, one: "_One", at: datetime) -> None:
        life = one.life
        self._later(at + timedelta(minutes=self._rng.uniform(1, 90)), one.start)
        self._later(life.noted_at, one.note)
        self._later(life.planned_at, one.plan)
        self._later(life.asked_at, one.ask)
        self._later(life.answered_at, one.answer)
        self._later(max(life.ended_at, at + timedelta(hours=2)), one.end)
        self._later(life.complained_at, one.complain)
        if life.complained_at:
            again = office_time(self._rng, life.complained_at + timedelta(days=self._rng.uniform(1, 9)))
            self._later(again, one.end)


@dataclass(kw_only=True)
class _One:
    """One case, and what people do to it."""

    setting: Setting
    rng: random.Random
    opened: Opened
    made: Made
    life: Life
    number: int

    def look(self, at: datetime) -> None:
        open_for(self.opened.reference, viewer=self._viewer(), at=at, keys=self.setting.keys)

    def decide(self, at: datetime, proposal: Proposal | None) -> int:
        """Accepts what is right, and changes what is not. Where nothing was proposed, sends it where it belongs."""
        truth = self.made.truth
        if proposal is None:
            self._route(at)
            return 0
        is_right = proposal.service == truth.service
        decide(
            self.opened.reference,
            verdict="accepted" if is_right else "changed",
            chosen={} if is_right else {"service": truth.service, "team": truth.team},
            reason="" if is_right else self.rng.choice(lives.REASONS),
            services=self.setting.services,
            viewer=self._viewer(),
            version=None,
            at=at,
            keys=self.setting.keys,
        )
        return 1

    def merge(self, at: datetime, main: str) -> bool:
        states = Case.objects.filter(body=self.setting.body, reference=main).values_list("state", "team")
        state, team = states.first() or (State.CLOSED, "")
        if State(state) not in IS_LIVE or team != self._team():
            return False
        acting.merge(
            self.opened.reference, into=main, viewer=self._viewer(), version=None, at=at, keys=self.setting.keys
        )
        return True

    def start(self, at: datetime) -> None:
        acting.start(self.opened.reference, viewer=self._viewer(), version=None, at=at, keys=self.setting.keys)

    def note(self, at: datetime) -> None:
        words = self.rng.choice(lives.NOTES)
        acting.note(
            self.opened.reference, words=words, viewer=self._viewer(), version=None, at=at, keys=self.setting.keys
        )

    def plan(self, at: datetime) -> None:
        day = max(at.date(), (self.life.ended_at - timedelta(hours=3)).date())
        acting.plan(self.opened.reference, on=day, viewer=self._viewer(), version=None, at=at, keys=self.setting.keys)

    def ask(self, at: datetime) -> None:
        self._say(acting.ask_resident, self.rng.choice(lives.ASKS), at)

    def answer(self, at: datetime) -> None:
        following.add(
            self.opened.reference,
            self.opened.link_secret,
            words=self.rng.choice(lives.ANSWERS),
            body=self.setting.body,
            at=at,
            keys=self.setting.keys,
        )

    def end(self, at: datetime) -> None:
        ending = self.life.ending
        if ending == "withdraw":
            following.withdraw(
                self.opened.reference, self.opened.link_secret, body=self.setting.body, at=at, keys=self.setting.keys
            )
        elif ending == "hand on":
            acting.hand_on(
                self.opened.reference,
                to=self.rng.choice(lives.ELSEWHERE),
                words="They look after this.",
                viewer=self._viewer(),
                version=None,
                at=at,
                keys=self.setting.keys,
            )
        elif ending == "close":
            acting.close(
                self.opened.reference,
                reason=self.rng.choice(lives.CLOSED),
                viewer=self._viewer(),
                version=None,
                at=at,
                keys=self.setting.keys,
            )
        else:
            self._say(acting.resolve, self.rng.choice(lives.DONE), at)

    def complain(self, at: datetime) -> None:
        following.say_not_done(
            self.opened.reference,
            self.opened.link_secret,
            words=self.rng.choice(lives.NOT_DONE),
            body=self.setting.body,
            at=at,
            keys=self.setting.keys,
        )

    def _say(self, act: Callable[..., Case], words: str, at: datetime) -> None:
        act(self.opened.reference, words=words, viewer=self._viewer(), version=None, at=at, keys=self.setting.keys)

    def _route(self, at: datetime) -> None:
        acting.route(
            self.opened.reference,
            services=self.setting.services,
            service=self.made.truth.service,
            reason="Sorted by hand.",
            viewer=self._viewer(),
            version=None,
            at=at,
            keys=self.setting.keys,
        )

    def _team(self) -> str:
        teams = Case.objects.filter(body=self.setting.body, reference=self.opened.reference)
        return teams.values_list("team", flat=True).first() or ""

    def _viewer(self) -> Viewer:
        """An officer of the team that has it now; what no team has, a lead sorts."""
        team = self._team()
        name = officer_of(team, self.number)
        return Viewer(body=self.setting.body, name=name, teams=frozenset({team} - {""}), may_lead=not team)


def _report(made: Made, *, number: int, seed: int, rng: random.Random) -> Report:
    """As a door hands it in. The person is made up, and cannot be written to."""
    is_named = rng.random() < 0.5
    return Report(
        text=made.text,
        channel=made.channel,
        language=made.language,
        name=f"Demo resident {number}" if is_named else "",
        phone=PHONE.format(number=number % 100) if is_named and made.channel == "officer" else "",
        address=made.address,
        latitude=made.latitude,
        longitude=made.longitude,
        outside_id=f"demo-{seed}-{_mark(made)}",
    )


def _mark(made: Made) -> str:
    """The same for the same report, whenever it is put in."""
    return hashlib.sha256(f"{made.at.isoformat()} {made.text}".encode()).hexdigest()[:12]


@contextmanager
def _not_waiting_for_the_disk() -> Iterator[None]:
    """Thousands of commits, none of which anybody waits for: they are on disk at the latest with the next one after.

    Whatever a power cut takes, doing it again puts back.
    """
    if connection.in_atomic_block:  # a test's own transaction: neither database changes this within one
        yield
        return
    slow, fast = (
        ("PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL")
        if connection.vendor == "sqlite"
        else ("RESET synchronous_commit", "SET synchronous_commit TO OFF")
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            slow = f"PRAGMA synchronous={int(cursor.fetchone()[0])}"
        cursor.execute(fast)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(slow)
