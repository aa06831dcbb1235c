"""What happens to a made-up case after it came: who looks when, what they write, and how it ends."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from fingerpost.casework.demo.rhythms import LONDON
from fingerpost.casework.demo.year import Made
from fingerpost.contract.services import Service, Urgency

OFFICERS_A_TEAM = 3
LEAD = "demo-lead"
_OPENS, _CLOSES = 8, 17
_FIRST_LOOK_HOURS = {Urgency.ROUTINE: 9.0, Urgency.SOON: 4.0, Urgency.URGENT: 0.6, Urgency.EMERGENCY: 0.2}
ENDINGS = (("resolve", 0.88), ("close", 0.06), ("hand on", 0.04), ("withdraw", 0.02))

NOTES = (
    "Drove past this morning. It is as they say.",
    "Rang back, no answer. Will try again after dinner.",
    "Same as last year. The job is on the list for this part of town.",
    "Checked the map: it is ours.",
    "Passed to the crew for Thursday.",
    "Spoke to them. They are content to wait until next week.",
    "Needs two people and the van. Ordered.",
    "Picture looked at. Not as bad as it reads, still worth doing.",
    "Part on order, ten days.",
    "Asked the neighbouring team whether they have it too. They do not.",
)
ASKS = (
    "Could you tell us which side it is on?",
    "Please send a picture, if you can.",
    "When is a good time for us to come?",
    "Is it still there?",
)
ANSWERS = (
    "It's on the left as you come from town.",
    "Any weekday morning. Thanks for asking.",
    "Still there, no change.",
    "Picture to follow, my phone is playing up.",
)
DONE = (
    "We have been and put it right.",
    "This has been done. Thank you for telling us.",
    "The crew finished it today.",
    "We have looked into it and dealt with it.",
    "Sorted. Please tell us if it comes back.",
)
CLOSED = (
    "We went to look and could not find it. Please tell us if it is still there.",
    "This is not something that we can do anything about. We have written to say why.",
)
ELSEWHERE = ("The water company", "Fellside Homes (fictional)", "Moorland Police (fictional)", "The power network")
NOT_DONE = ("It is still the same, nobody has been.", "Somebody came but it was back the next day.")
REASONS = (
    "It is about something else, if you read to the end.",
    "The other team does these.",
    "The words sound like it, but it is not.",
)


@dataclass(frozen=True, kw_only=True)
class Life:
    """When what is done to one case. Times that lie after now do not come to pass."""

    looked_at: datetime
    seconds: int  # from opening it to deciding
    noted_at: datetime | None
    planned_at: datetime | None
    asked_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime
    ending: str
    complained_at: datetime | None  # the resident says that it is not done


def plan_life(rng: random.Random, made: Made, service: Service, *, urgency: Urgency) -> Life:
    """Four in five are dealt with in time, most others late, a few very late."""
    looked = office_time(rng, made.at + timedelta(hours=rng.expovariate(1 / _FIRST_LOOK_HOURS[urgency])))
    days = max(0.3, service.days.get(urgency, 1))
    share = rng.choices((rng.uniform(0.2, 1), rng.uniform(1.1, 2), rng.uniform(2, 8)), weights=(80, 14, 6))[0]
    ended = office_time(rng, looked + timedelta(days=days * share * 1.4, minutes=20))  # working days to days
    asked = office_time(rng, looked + (ended - looked) * 0.2) if rng.random() < 0.08 else None
    ending = rng.choices([name for name, _ in ENDINGS], weights=[share for _, share in ENDINGS])[0]
    return Life(
        looked_at=looked,
        seconds=round(min(900, 12 + rng.lognormvariate(3.3, 0.7))),
        noted_at=_between(rng, looked, ended) if rng.random() < 0.35 else None,
        planned_at=_between(rng, looked, ended) if rng.random() < 0.2 and days > 2 and asked is None else None,
        asked_at=asked,
        answered_at=asked + timedelta(hours=rng.uniform(2, 90)) if asked and rng.random() < 0.75 else None,
        ended_at=ended,
        ending=ending,
        complained_at=ended + timedelta(hours=rng.uniform(4, 96)) if rng.random() < 0.04 else None,
    )


def office_time(rng: random.Random, at: datetime) -> datetime:
    """That moment, or the first of the next working day on which somebody gets to it."""
    here = at.astimezone(LONDON)
    if here.weekday() < 5 and _OPENS <= here.hour < _CLOSES:
        return at
    day = here if here.hour < _OPENS else here + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    minutes = min(rng.expovariate(1 / 60), 400)
    return day.replace(hour=_OPENS, minute=0, second=rng.randrange(60), microsecond=0) + timedelta(minutes=minutes)


def officer_of(team: str, number: int) -> str:
    return f"demo-{team}-{number % OFFICERS_A_TEAM + 1}" if team else LEAD


def _between(rng: random.Random, start: datetime, end: datetime) -> datetime:
    return start + (end - start) * rng.uniform(0.25, 0.9)
