"""What guidance cannot answer: advice, opinions, predictions and somebody's own account, and who to ask instead."""

import re
from dataclasses import dataclass, replace

from fingerpost.contract.claims import NextStep

CITIZENS_ADVICE = NextStep(
    kind="contact", label="Talk to an adviser at Citizens Advice", url="https://www.citizensadvice.org.uk/"
)
WRITE_TO_THEM = NextStep(kind="contact", label="Find your MP and councillors", url="https://www.gov.uk/find-your-mp")

_IN_WELSH = {
    CITIZENS_ADVICE.label: "Siaradwch â chynghorydd yn Cyngor ar Bopeth",
    WRITE_TO_THEM.label: "Dewch o hyd i'ch AS a'ch cynghorwyr",
}
LABELS = frozenset({*_IN_WELSH, *_IN_WELSH.values()})


def in_language(step: NextStep, language: str) -> NextStep:
    """The same step under its name in that language."""
    return replace(step, label=_IN_WELSH[step.label]) if language == "cy" else step


@dataclass(frozen=True, kw_only=True)
class Declined:
    """`reason` names the fixed phrase; `next_steps` are fixed words that lead to somebody who can help."""

    reason: str
    next_steps: tuple[NextStep, ...] = ()


# Years that have not come yet cannot be named outright, or the patterns would go stale: "by 20.." is enough.
_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "own account",
        r"\bwhy (has|have|is|are|did|hasn'?t|haven'?t|isn'?t|aren'?t|didn'?t)\b.{0,12}\b(my|our)\b.{0,100}"
        r"\b(not|yet|still|late|missing|stopped|gone down|less)\b"
        r"|\bwhy (hasn'?t|haven'?t|isn'?t|didn'?t)\b.{0,12}\b(my|our)\b"
        r"|\b(when|where|has|have|is)\b.{0,20}\b(my|our)\b.{0,30}\b(payment|money|refund|rebate|award|passport|"
        r"licence|visa|repeat|order)\b.{0,40}\b(arrived|come through|been paid|gone through|gone in|cleared|coming)\b"
        r"|\b(check|look up|look into|see|tell me|access|update)\b.{0,25}\b(my|our)\b.{0,25}"
        r"\b(account|claim|balance|case|application|journal|records?|award|file)\b(?!.{0,15}\bonline\b)"
        r"|\bhow much do i (still )?owe\b|\bhow much (is|was) my (next|last) (payment|bill)\b"
        r"|\bwhat('s| is|s) (happening|going on) with my\b|\bhave you (got|received|lost) my\b"
        r"|\bwhere('s| is|s) my (money|payment|refund|rebate|passport|licence|visa)\b",
    ),
    (
        "prediction",
        r"\bwill\b.{0,80}\b(by|in|for) (\w+ )?20(2[7-9]|[3-9]\d)\b"
        r"|\b(will|is|are)\b.{0,60}\b(go up|going up|rise|increase|be cut|be scrapped|be abolished|come down|"
        r"go down)\b.{0,40}\b(20(2[7-9]|[3-9]\d)|next (year|budget|election|parliament)|after the (election|budget)|"
        r"in the future|in \w+ years)\b"
        r"|\bwho\b.{0,25}\bwin\b.{0,30}\belection\b"
        r"|\b(do you think|predict|reckon|forecast|what are the chances|how likely|odds)\b.{0,80}"
        r"\b(will|go up|rise|fall|change|happen|win|scrap|abolish)\b"
        r"|\bwill i (win|lose)\b.{0,50}\b(tribunal|appeal|case)\b",
    ),
    (
        "opinion",
        r"\b(what do you think (of|about)|do (you|u) (think|agree|believe|like|support|reckon)"
        r"|is it (fair|right|wrong|moral|just|ok) that|isn'?t it (wrong|unfair|disgusting|a disgrace)"
        r"|who (should|would) (i|you|we) vote for|best party|which party|your (opinion|view|favourite)"
        r"|is (the (government|council|prime minister|mayor|tories|snp)|labour|reform|plaid cymru) "
        r"(doing|right|wrong|useless|corrupt|any good)"
        r"|are (immigrants|foreigners|landlords|politicians)\b.{0,30}\b(to blame|lazy|ruining|taking))",
    ),
    (
        "advice",
        r"(?<!what )(?<!who )(?<!where )(?<!when )(?<!how )(?<!much )(?<!which )"
        r"\bshould (i|we|my (husband|wife|partner|mum|dad|son|daughter))\b"
        r"(?!.{0,25}\b(get|expect|receive|be (paid|getting|entitled)|pay|have (got|had|been))\b)"
        r"|\b(is it (worth|better|best|a good idea|wise)|am i better off|what would you do"
        r"|what('s| is|s) (the )?best (thing|option|pension|bank|investment)|(do|can|would) (you|u) recommend"
        r"|advise me|recommend me)\b",
    ),
)
_MATCHERS = tuple((reason, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for reason, pattern in _PATTERNS)
# How anybody does it is general guidance; what stands in one person's account is not. Read past before the patterns.
_HOW_TO = re.compile(
    r"\b((how|where|when)( else| often| soon)? (do|can|could|would|should|might) (i|we|you|people|someone|somebody)|"
    r"(how|where|when|way|able|allowed|right|possible|form|website|site|number|who) to|"
    r"(can|could|may|must|do|should) (i|we))\b"
    r"( (go about|have to|need to|get to|also|still|then|even|just))? "
    r"(check(ing)?|look up|look into|see|access|update)\b",
    re.IGNORECASE,
)
_NEXT_STEPS = {"advice": (CITIZENS_ADVICE,), "opinion": (WRITE_TO_THEM,), "prediction": (), "own account": ()}


def decline_by_kind(question: str) -> Declined | None:
    """The kind of question that no guidance can answer; None for one that it may."""
    asked = _HOW_TO.sub(" ", question)
    for reason, matcher in _MATCHERS:
        if matcher.search(asked if reason == "own account" else question):
            return Declined(reason=reason, next_steps=_NEXT_STEPS[reason])
    return None
