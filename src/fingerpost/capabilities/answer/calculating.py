"""Questions that rules can work out for a person: what they are entitled to, how much, and what a change would do.

Guidance says what the rules are; what comes of them for one household has to be reckoned. Such a question is answered
from guidance as any other, and leads on to the pages that work it out from the person's own answers.
"""

import re

from fingerpost.contract.claims import NextStep

WORK_IT_OUT = NextStep(kind="check", label="Work it out for your own case", url="/entitlements")
_IN_WELSH = {WORK_IT_OUT.label: "Cyfrifwch ef ar gyfer eich achos chi"}
LABELS = frozenset({*_IN_WELSH, *_IN_WELSH.values()})

_WHO = r"(?:i|we|my (?:husband|wife|partner|family)|me and my \w+)"
_MAY_GET = re.compile(
    rf"\b(?:(?:am|are|is|would|will) {_WHO}(?: be)? (?:still )?(?:entitled|eligible|owed|due|better off|worse off)"
    rf"|(?:can|could|would|will|do|should|might) {_WHO} (?:still |also |both |now )?(?:be )?(?:get|getting|claim|"
    rf"qualify|lose|"
    rf"keep|receive|entitled|eligible|pay|have to pay|better off|worse off|owe)"
    rf"|what (?:benefits?|help|support|money) (?:can|could|would|will|am|are|do) {_WHO}"
    rf"|what (?:can|could|am|are) {_WHO} (?:claim|get|entitled|eligible|owed|due)"
    rf"|how (?:much|many hours)\b[^.?!]{{0,60}}?\b(?:would|will|do|can|could|should|am|are) {_WHO}\b"
    r"|(?:what happens|what would happen|what will happen|what difference)\b[^.?!]{0,60}?\b(?:if|when)\b"
    r"|what (?:happens|would happen|will happen) (?:to|with) (?:my|our)\b"
    rf"|\bif {_WHO} (?:earn|earned|get|got|work|worked|take on|took on|have|had|paid|put|went|go)\b"
    r"|a oes gen i hawl|ydw i'n gymwys|alla i (?:gael|hawlio)|faint (?:o \w+ \w+ )?(?:fyddwn|gaf|ga|fydda|fyddaf) i"
    r"|beth (?:alla i ei hawlio|sy'n digwydd|fyddai'n digwydd))",
    re.IGNORECASE,
)
_OF_RULES = re.compile(
    r"\b(?:benefits?|universal credit|uc|child benefit|pension credit|housing benefit|carer'?s allowance|"
    r"carer support payment|attendance allowance|council tax (?:reduction|support|discount)|tax[- ]free childcare|"
    r"child ?care|nursery|(?:15|30|free|funded) hours|free school (?:meals|lunch\w*)|healthy start|best start|"
    r"scottish child payment|maternity (?:pay|grant|allowance)|paternity pay|sick pay|winter fuel|warm home|"
    r"cold weather|marriage allowance|income tax|personal allowance|national insurance|take[- ]home|high income|"
    r"child benefit charge|budd-?dal(?:iadau)?|fudd-?dal(?:iadau)?|(?:c|g|ch)redyd (?:cynhwysol|pensiwn)|n?gofal plant|"
    r"ofal plant|prydau ysgol)\b",
    re.IGNORECASE,
)
_ANYTHING = re.compile(
    r"\b(?:what|which) (?:benefits?|help|support|money|else)?\s?(?:am i|are we|can i|can we|could i|could we) "
    r"(?:entitled|owed|due|claim|get)\b|\bwhat am i (?:owed|entitled to)\b|"
    r"\b(?:am i|are we|can i get|can we get|am i owed) (?:entitled to |eligible for |due )?"
    r"(?:anything|any (?:benefits|help with money|money))\b|\bbeth alla i ei hawlio\b",
    re.IGNORECASE,
)
_LOSES = re.compile(r"\b(?:lose|keep|pay|happens?|better off|worse off|if)\b", re.IGNORECASE)
_NOT_OURS = re.compile(
    r"\b(?:can|could|do|does|is|are|will|would|should|has|have) my (?:mum|mam|dad|mother|father|parents|neighbou?rs?|"
    r"friends?|sister|brother|son|daughter|nan|gran|tenant|lodger)\b"
    r"|\b(?:refund|rebate|arrears|overpa\w+|appeal|sanction\w*|advance|backdat\w+|tribunal|passport|visa|permit|"
    r"licen[cs]e)\b",
    re.IGNORECASE,
)


def asks_to_calculate(question: str) -> bool:
    """Would rules over the person's own facts answer it, or a part of it? A question of how to claim, when it is paid,
    or about somebody else is none."""
    text = question.replace("’", "'")
    if _NOT_OURS.search(text):
        return False
    if _ANYTHING.search(text):
        return True
    asked = _MAY_GET.search(text)
    if asked is None:
        return False
    return bool(_OF_RULES.search(text, asked.start()) or (_LOSES.search(asked[0]) and _OF_RULES.search(text)))


def working_it_out(language: str) -> NextStep:
    """The fixed step that leads to the pages, under its name in that language."""
    label = _IN_WELSH[WORK_IT_OUT.label] if language == "cy" else WORK_IT_OUT.label
    return NextStep(kind=WORK_IT_OUT.kind, label=label, url=WORK_IT_OUT.url)
