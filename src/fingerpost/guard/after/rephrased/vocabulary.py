"""Which words bind and which are free, and which say the same."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fingerpost.guard.after.rephrased.tokens import MARKS, read_words
from fingerpost.guard.words import words

_FILE = Path(__file__).with_name("same_words.txt")

# These may come and go: they tie no condition, no bound, no duty and no person to anything.
FREE = (
    words(
        "a an the is are am be been being will of in on at for to with that this these those also there which who then "
        "have your as"
    )
    | MARKS
)
SUBORDINATE = words(
    "if unless when once while until before after because so_that even_if as_long_as as_soon_as except since where "
    "although whatever even_though though in_case"
)
PREPOSITIONS = words("in on at from for since within after before during with by through under over to until as")
MODALS = words("must can may should could might would shall")
NEGATIONS = words("not no never nobody nothing neither nor none without no_longer cannot non not_yet not_only not_just")
BOUNDS = words(
    "at_least at_most up_to more_than less_than no_more_than no_less_than or_more or_less or_over or_under within "
    "under over below above before after until by from since between only even alone"
)
QUANTITIES = words("all any both either each every most some usually normally many few several always often sometimes")
OPERATORS = SUBORDINATE | MODALS | NEGATIONS | BOUNDS | QUANTITIES | words("and or but so only except")
PRONOUNS = words("it they them this that these those one he she")
PEOPLE = frozenset(
    read_words(
        "person child children parent partner tenant landlord employer employee worker buyer seller owner driver carer "
        "relative adult people women men pupil student executor doctor dentist patient registrar neighbour resident "
        "visitor mother father husband wife someone somebody anyone everybody nobody couple man woman pensioner friend "
        "baby"
    )
)
# What a page tells people to do may be said with "you can" where it is an offer, with "you should" where it isn't.
IMPERATIVES = words(
    "call ask tell apply pay claim send keep book take check report write register show giv ring put bring choos add"
)
DUTIES = words("tell keep show return stop pay")
ADVICE = words(
    "tell keep send take show return check ask bring give make get talk put report say forward leave allow wait use "
    "fill go call contact look hang work apply complain explain read write search"
)


@cache
def same_words() -> tuple[
    Mapping[str, frozenset[int]], Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
]:
    """Classes of single words; and pairs of phrases by the first word of the guidance's."""
    classes: dict[str, set[int]] = {}
    pairs: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for number, line in enumerate(_FILE.read_text(encoding="utf-8").splitlines()):
        if not line or line.startswith("#"):
            continue
        phrases = [tuple(bare(read_words(phrase))) for phrase in line.split(" = ")]
        for phrase in phrases:
            if len(phrase) == 1:
                classes.setdefault(phrase[0], set()).add(number)
        for one in phrases:
            for other in phrases:
                if one != other and (len(one) > 1 or len(other) > 1) and one and other:
                    pairs.setdefault(one[0], []).append((one, other))
    return (
        {word: frozenset(numbers) for word, numbers in classes.items()},
        {word: tuple(found) for word, found in pairs.items()},
    )


def bare(said: tuple[str, ...]) -> list[str]:
    """The words that count: free words and marks left out."""
    return [word for word in said if word not in FREE]


def says_the_same(one: str, other: str) -> bool:
    """Is it the same word, in another spelling or a synonym? What is done to somebody is not what they do."""
    if one == other:
        return True
    voice, _, plain = one.rpartition(":")
    other_voice, _, other_plain = other.rpartition(":")
    if voice and other_voice and voice != other_voice:
        return False
    if (voice or other_voice) and plain == other_plain:
        return True
    classes, _ = same_words()
    return bool(classes.get(one, frozenset()) & classes.get(other, frozenset()))
