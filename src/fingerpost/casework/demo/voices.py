"""How one made-up person writes: greeting, place, temper, spelling, length."""

import random
import re
from dataclasses import dataclass

from fingerpost.casework.demo.grammar import choose
from fingerpost.casework.demo.streets import LANDMARKS_CY, Spot

_GREETINGS = (
    *(
        "Hi",
        "Hello",
        "Hi there",
        "Good morning",
        "Good evening",
        "Dear Sir or Madam",
        "Morning",
        "Hiya",
        "Afternoon all",
    ),
    *("To whom it may concern", "Dear council", "Hello again"),
)
_ENDINGS = (
    "(Thanks|Thank you|Cheers|Ta|Many thanks|Regards|Kind regards).",
    "(Please|Could you) (look into it|sort it|see to it|send someone|let me know).",
    "(This is|That's) the (second|third) time I've (written|reported it|asked).",
    "(It's been like this|It has been going on) for (days|weeks|a fortnight|ages|a month).",
    "(I'd be grateful for a reply|An answer would be nice|Can someone ring me|When can I expect an answer)?",
    "(Not good enough|Ridiculous|It's a disgrace|Really poor|Pull your finger out).",
    "(No rush|Whenever you can|Not urgent|When you have a minute).",
    "(I'm on the app so you should have the pin|I've put a pin on the map|Photo attached|I can send a picture).",
    "(Keep up the good work|You did a great job last time|The lass on the phone was lovely, by the way).",
)
_FILLERS = (
    "I've lived here (eleven|twenty|six) years and (never seen the like|never complained before|always paid my way).",
    "My (husband|wife|neighbour|daughter|brother in law) (says I should write|told me to ring|reckons it's you).",
    "I (rang|called) on (Monday|Tuesday|Thursday) and (was cut off|was told to use the website|waited half an hour).",
    "I (tried|have tried) the (website|app|form) and it (went round in circles|kept crashing|wouldn't have it).",
    "(We|The whole street) (talked about it at the residents' meeting|are fed up|would sign a petition).",
    "I don't (like to make a fuss|expect miracles|know if this is the right place), but there it is.",
    "(Anyway|Anyhow), (that's my moan over|I thought you should know|that is the long and short of it).",
)
_MILD = (" bloody", " flipping", " damn", " flaming")
_RIGHT_WORDS = re.compile(r"\b[a-z]{5,}\b")


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What marks one person's writing; each is used or not."""

    greets: bool
    endings: int
    fillers: int
    has_typos: bool
    is_small: bool
    is_dictated: bool
    is_shouting: bool
    swears: bool


def pick_voice(rng: random.Random, *, channel: str) -> Voice:
    is_letter = channel == "e-mail"
    return Voice(
        greets=rng.random() < (0.6 if is_letter else 0.12),
        endings=rng.choices((0, 1, 2), weights=(2, 5, 2) if is_letter else (6, 4, 1))[0],
        fillers=rng.choices((0, 1, 2, 3), weights=(5, 3, 2, 1) if is_letter else (20, 3, 1, 0))[0],
        has_typos=rng.random() < 0.18,
        is_small=rng.random() < 0.2,
        is_dictated=rng.random() < 0.06,
        is_shouting=rng.random() < 0.02,
        swears=rng.random() < 0.04,
    )


def say(rng: random.Random, core: str, voice: Voice) -> str:
    """The core of a report in that voice."""
    parts = [core]
    for filler in rng.sample(_FILLERS, voice.fillers):
        parts.insert(rng.randrange(len(parts) + 1), choose(rng, filler))
    parts += [choose(rng, each) for each in rng.sample(_ENDINGS, voice.endings)]
    if voice.greets:
        parts.insert(0, f"{rng.choice(_GREETINGS)},")
    text = " ".join(parts)
    if voice.swears:
        text = re.sub(r"\b([Tt]he)\b", lambda found: found[1] + rng.choice(_MILD), text, count=1)
    if voice.has_typos:
        text = _RIGHT_WORDS.sub(lambda found: _misspell(rng, found[0]), text)
    return _cased(text, voice)


def _cased(text: str, voice: Voice) -> str:
    if voice.is_shouting:
        return text.upper()
    if voice.is_dictated:
        return re.sub(r"[.,;:?!]+(?=\s|$)", "", text).lower()
    if voice.is_small:
        return text[0].lower() + text[1:].replace("I'", "i'").replace(" I ", " i ").rstrip(".")
    return text[0].upper() + text[1:]


def _misspell(rng: random.Random, word: str) -> str:
    """Two letters changed about, one lost, or one twice: in one long word of eight."""
    if rng.random() > 0.13:
        return word
    at = rng.randrange(1, len(word) - 2)
    return rng.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )


def say_where(rng: random.Random, spot: Spot, language: str) -> str:
    """The place as somebody names it: a street, a house, or what stands near."""
    street, landmark = spot.street.name, spot.landmark
    if language == "cy":
        return rng.choice(
            (f"ar {street}", f"ger {rng.choice(LANDMARKS_CY)} ar {street}", f"o flaen rhif {spot.house} {street}")
        )
    if language != "en":
        return street
    house = max(1, spot.house + rng.choice((-2, 0, 0, 0, 2)))
    ways = (
        *(f"on {street}", f"on {street}", f"in {street}", f"on {street} near {landmark}", f"on {street} by {landmark}"),
        *(f"outside {house} {street}", f"outside number {house} {street}", f"opposite {house} {street}"),
        *(f"at the {landmark.removeprefix('the ')} end of {street}", f"on {street}, just past {landmark}"),
        *(f"near {landmark} on {street}", f"by {landmark}"),
    )
    return rng.choice(ways)
