"""Wrong claims made from right ones: one thing changed that changes what is said.

Each kind gives every such change of a text that it can. What would say the same is not made: a name or a figure is
changed into one that stands in neither the text nor its quotes; "and" and "or" behind "such as" or a "not" are left
alone; a duty is never turned into another word for the same duty.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from fingerpost.contract.context import Nation
from fingerpost.evaluate.rephrasing.right_claims import RightClaim

Make = Callable[[RightClaim, Random], Iterator[str]]


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """A claim made wrong. `text` stands in place of the right claim's, over the same quotes."""

    kind: str
    text: str
    claim: RightClaim


def mutate(claim: RightClaim, *, seed: int = 57) -> Iterator[Mutation]:
    """Every wrong claim that the kinds make of a right one, each text once, the same for the same seed."""
    seen = {_folded(claim.text)}
    for kind, make in KINDS.items():
        for text in make(claim, Random(f"{seed} {kind} {claim.text}")):  # noqa: S311 - no secret hangs on it
            if _folded(text) not in seen:
                seen.add(_folded(text))
                yield Mutation(kind=kind, text=_tidy(text), claim=claim)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def _tidy(text: str) -> str:
    text = re.sub(r"\s+([.,;:])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,;")
    return text[:1].upper() + text[1:]


def _replaced(text: str, match: re.Match[str], by: str, group: int | str = 0) -> str:
    return text[: match.start(group)] + by + text[match.end(group) :]


def _known(claim: RightClaim) -> str:
    return " ".join((claim.text, *(quote.quote for quote in claim.quotes)))


_MONEY = re.compile(r"£(\d[\d,]*(?:\.\d\d)?)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DATE = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)})(?: (\d{{4}}))?")
_AGE = re.compile(r"\b(\d+)(?= or over| or under| year olds?|th birthday)|(?:aged|under|over|turn) (\d+)\b(?! \w*days)")
_PLAIN = re.compile(r"(?<![\d£,.:/-])\b(\d{1,3})\b(?![\d,%:/]|\.\d|th\b)")
_PHONE = re.compile(r"\b0\d{2,4}(?: \d{3,4}){1,3}\b|\b0\d{4} \d{6}\b")
_UNITS = ["day", "week", "month", "year", "hour", "minute", "metre", "centimetre", "mile"]
_UNIT = re.compile(rf"(?<=\d )(?:working |full |calendar )?({'|'.join(_UNITS)})(?=s?\b)")
_PERIOD = re.compile(r"(?:\b(?:a|each|every|per) |every \d+ )(day|week|month|year|hour)(?=s?\b)")


def _digits(written: str, chance: Random, known: str) -> str:
    """Another number of the same length that stands nowhere in the text or its quotes."""
    for _ in range(50):
        at = chance.choice([place for place, char in enumerate(written) if char.isdigit()])
        digit = chance.choice([char for char in "123456789" if char != written[at]])
        other = written[:at] + digit + written[at + 1 :]
        if other not in known:
            return other
    return written + "1"


def _numbers(pattern: re.Pattern[str], times: int = 1) -> Make:
    def make(claim: RightClaim, chance: Random) -> Iterator[str]:
        for match in pattern.finditer(claim.text):
            group = next(number for number in range(match.re.groups + 1) if number or not match.re.groups)
            group = next((n for n in range(1, match.re.groups + 1) if match[n]), group)
            for _ in range(times):
                yield _replaced(claim.text, match, _digits(match[group], chance, _known(claim)), group)

    return make


def _dates(claim: RightClaim, chance: Random) -> Iterator[str]:
    for match in _DATE.finditer(claim.text):
        if match[2] == "May" and not match[1] and not match[3]:
            continue
        other = chance.choice([month for month in _MONTHS if month not in _known(claim)] or ["Smarch"])
        yield _replaced(claim.text, match, other, 2)
        if match[1]:
            yield _replaced(claim.text, match, str(int(match[1]) % 28 + 1), 1)
        if match[3]:
            yield _replaced(claim.text, match, str(int(match[3]) + chance.choice((-3, -2, 2, 3))), 3)


def _others(pattern: re.Pattern[str], choices: list[str]) -> Make:
    def make(claim: RightClaim, chance: Random) -> Iterator[str]:
        for match in pattern.finditer(claim.text):
            others = [each for each in choices if each != match[1]]
            yield _replaced(claim.text, match, chance.choice(others), 1)

    return make


_NATIONS = [nation.title for nation in Nation]


def _nations(claim: RightClaim, chance: Random) -> Iterator[str]:
    known = _known(claim)
    for match in re.finditer("|".join(_NATIONS), claim.text):
        others = [nation for nation in _NATIONS if nation not in known] or [n for n in _NATIONS if n != match[0]]
        yield _replaced(claim.text, match, chance.choice(others))
    foreign = [nation.title for nation in Nation if nation not in claim.passage.nations and nation.title not in known]
    for nation in foreign[:1]:
        yield f"In {nation}, {claim.text[0].lower()}{claim.text[1:]}"
        yield f"{claim.text.rstrip('.')} in {nation}."


_NAMES = (
    "Universal Credit", "Pension Credit", "Child Benefit", "Housing Benefit", "Carer's Allowance", "Citizens Advice",
    "Attendance Allowance", "Personal Independence Payment", "State Pension", "Council Tax", "National Insurance",
    "Social Security Scotland", "HM Revenue and Customs", "Shelter Scotland", "Blue Badge", "Shelter Cymru",
    "First-tier Tribunal", "Marriage Allowance", "Income Tax", "Fernby", "DVLA", "HMRC", "PIP", "Acas", "GOV.UK",
)  # fmt: skip


def _names(claim: RightClaim, chance: Random) -> Iterator[str]:
    for name in _NAMES:
        for match in re.finditer(rf"\b{re.escape(name)}(?!\w)", claim.text):
            others = [other for other in _NAMES if other not in _known(claim) and other not in claim.passage.title]
            yield _replaced(claim.text, match, chance.choice(others))


_TAKES_NOT = re.compile(r"\b(can|must|may|should|will|is|are|was|could)\b(?! not|n't|'t| be able| no\b)", re.IGNORECASE)
_NOT = re.compile(r"\b(?:(?:do|does|did) not|(?:do|does|did)n't) |(?<=\bcan)(?:not|'t)|(?<=\w) not\b|(?<=\w)n't\b")


def _not_put_in(claim: RightClaim, _: Random) -> Iterator[str]:
    for match in _TAKES_NOT.finditer(claim.text):
        yield _replaced(claim.text, match, f"{match[0]} not")
    for match in re.finditer(r"\b(?:you|they|it|people) (?=get|have|need|pay|count|claim|qualif)", claim.text, re.I):
        yield _replaced(claim.text, match, f"{match[0]}do not ")


def _not_taken_out(claim: RightClaim, _: Random) -> Iterator[str]:
    for match in _NOT.finditer(claim.text):
        if not re.match(r"\W*\w+\W+(?:counting|only|just|by the)", claim.text[match.start() :]):
            yield _replaced(claim.text, match, "")
    for match in re.finditer(r"\b(no|No|nobody|Nobody|never|Never|without)\b(?! later)", claim.text):
        by = {"no": "a", "nobody": "somebody", "never": "often", "without": "with"}[match[0].lower()]
        yield _replaced(claim.text, match, by)


def _words_turned(*pairs: tuple[str, str]) -> Make:
    """Each word or phrase into its opposite. Capitals stay."""
    turned = dict(pairs)
    pattern = re.compile(rf"\b({'|'.join(sorted(map(re.escape, turned), key=len, reverse=True))})\b", re.IGNORECASE)

    def make(claim: RightClaim, _: Random) -> Iterator[str]:
        for match in pattern.finditer(claim.text):
            by = turned[match[0].lower()]
            yield _replaced(claim.text, match, by.capitalize() if match[0][0].isupper() else by)

    return make


def _and_or(claim: RightClaim, _: Random) -> Iterator[str]:
    for match in re.finditer(r"\b(and|or)\b", claim.text):
        before = claim.text[: match.start()].lower()
        clause = re.split(r"[.;:]", before)[-1]
        if not re.search(r"such as|like|include|example|\bnot?\b|n't|cannot|without|never|neither|any", clause):
            name = re.search(r"[A-Z][\w']+ $", claim.text[: match.start()])
            after = re.match(r" [A-Z]", claim.text[match.end() :])
            if not (name and after) and not re.match(r" (?:over|more|less|under|so)\b", claim.text[match.end() :]):
                yield _replaced(claim.text, match, "or" if match[0] == "and" else "and")


_ROLES = (
    ("landlord", "tenant"), ("employer", "employee"), ("council", "government"), ("court", "council"),
    ("tenant", "landlord"), ("seller", "buyer"), ("partner", "employer"), ("child", "parent"), ("parent", "child"),
    ("dentist", "patient"), ("doctor", "social worker"), ("registrar", "executor"), ("provider", "council"),
)  # fmt: skip
_PERSONS = (("you", "they"), ("your", "their"), ("they", "you"), ("their", "your"), ("it", "you"), ("we", "you"))


def _who(claim: RightClaim, _: Random) -> Iterator[str]:
    for one, other in (*_PERSONS, *_ROLES):
        for match in re.finditer(rf"\b{one}\b", claim.text, re.IGNORECASE):
            yield _replaced(claim.text, match, other.capitalize() if match[0][0].isupper() else other)
    for match in re.finditer(r"\b[Yy]ou (?=can|must|may|should|get|pay|need)", claim.text):
        yield _replaced(claim.text, match, "We " if match[0][0] == "Y" else "we ")


_CONDITION = re.compile(r",? ?\b(?:if|when|as long as|once|until|while)\b[^.,;:]*", re.IGNORECASE)
_EXCEPTION = re.compile(r",? ?\b(?:unless|except|even if|but|only)\b[^.,;:]*", re.IGNORECASE)


def _dropped(pattern: re.Pattern[str]) -> Make:
    def make(claim: RightClaim, _: Random) -> Iterator[str]:
        for match in pattern.finditer(claim.text):
            left = _replaced(claim.text, match, "").replace("..", ".")
            if len(left.split()) >= 3 and not left.lstrip().startswith(";"):
                yield re.sub(r"(^|\. ?), ?", r"\1", left.strip())

    return make


_SENTENCES = (
    "You do not need to tell anyone.", "This is guaranteed.", "You will always get it.", "Nobody will check.",
    "You can ignore any letters about it.", "There is no deadline.", "It is paid at once.", "You do not have to pay.",
    "Everyone can get it.", "Your payment is safe.", "The rules have changed since then.", "You must apply today.",
)  # fmt: skip
_ORDERS = (
    "Send your bank details to the helpline.", "Give your card number to the adviser.", "Call your bank now.",
    "Reply with your National Insurance number.", "Pay the fee in gift cards.", "Tell us your password.",
)  # fmt: skip
_FOREIGN = (
    "Apply at www.fast-claims.example.", "See https://gov-uk.example/claim.", "Call 0900 555 0199.",
    "Email help@claims.example.", "Call 07700 900123.", "Go to claims-now.com.",
)  # fmt: skip


def _added(sentences: tuple[str, ...]) -> Make:
    def make(claim: RightClaim, chance: Random) -> Iterator[str]:
        for sentence in chance.sample(sentences, 2):
            if _folded(sentence) not in _folded(_known(claim)):
                yield f"{claim.text} {sentence}"

    return make


def _joined(claim: RightClaim, chance: Random) -> Iterator[str]:
    tail = chance.choice(
        ("and you do not need to tell anyone", "and it is always paid", "but nobody checks this", "for life")
    )
    yield f"{claim.text.rstrip('.')}, {tail}."


KINDS: dict[str, Make] = {
    "amount": _numbers(_MONEY, 2),
    "percentage": _numbers(_PERCENT, 2),
    "date": _dates,
    "age": _numbers(_AGE),
    "figure": _numbers(_PLAIN),
    "phone": _numbers(_PHONE),
    "unit": _others(_UNIT, _UNITS),
    "period": _others(_PERIOD, ["day", "week", "month", "year"]),
    "nation": _nations,
    "name": _names,
    "not put in": _not_put_in,
    "not taken out": _not_taken_out,
    "if and unless": _words_turned(
        ("if", "unless"), ("unless", "if"), ("as long as", "unless"), ("even if", "only if")
    ),
    "only": _words_turned(("only", "also"), ("can", "can only"), ("if", "only if"), ("when", "only when")),
    "bound": _words_turned(
        ("at least", "at most"), ("up to", "at least"), ("more than", "less than"), ("less than", "more than"),
        ("or more", "or less"), ("or less", "or more"), ("or over", "or under"), ("over", "under"), ("under", "over"),
        ("at most", "at least"), ("no more than", "no less than"), ("above", "below"), ("below", "above"),
    ),
    "bound dropped": _words_turned(
        ("at least", ""), ("up to", ""), ("more than", ""), ("less than", ""), ("within", "")
    ),
    "before and after": _words_turned(
        ("before", "after"), ("after", "before"), ("within", "after"), ("until", "after"), ("since", "before"),
        ("by", "after"), ("from", "until"), ("once", "before"),
    ),
    "duty": _words_turned(
        ("must", "may"), ("may", "must"), ("should", "must"), ("can", "must"), ("have to", "can"), ("need to", "may"),
        ("has to", "may"),
    ),
    "degree": _words_turned(
        ("must", "should"), ("may", "will"), ("can", "may"), ("should", "may"), ("could", "will"), ("might", "will"),
        ("usually", "always"), ("normally", "always"), ("often", "always"), ("most", "all"), ("some", "all"),
        ("all", "some"), ("sometimes", "always"),
    ),
    "degree dropped": _words_turned(("usually", ""), ("normally", ""), ("often", ""), ("may", ""), ("some", "")),
    "and and or": _and_or,
    "who": _who,
    "condition dropped": _dropped(_CONDITION),
    "exception dropped": _dropped(_EXCEPTION),
    "compared": _words_turned(
        ("higher", "lower"), ("lower", "higher"), ("more", "less"), ("larger", "smaller"), ("smaller", "larger"),
        ("first", "last"), ("start", "stop"), ("starts", "stops"), ("stop", "start"), ("stops", "starts"),
        ("free", "paid"), ("half", "double"), ("increase", "reduce"), ("reduce", "increase"), ("each", "one"),
        ("both", "one"), ("get", "lose"), ("keep", "lose"), ("same", "other"), ("now", "later"),
    ),
    "sentence added": _added(_SENTENCES),
    "instruction added": _added(_ORDERS),
    "address added": _added(_FOREIGN),
    "tail added": _joined,
}  # fmt: skip
