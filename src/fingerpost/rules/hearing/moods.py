"""How a thing is said: as a fact, as a question, as something supposed, denied, or of another time."""

import re

STATED, SUPPOSED, ASKED, DENIED, UNREAL = "stated", "supposed", "asked", "denied", "unreal"

_ASKED = re.compile(
    r"\b(?:do|does|did|can|could|may|might|should|would|will|am|are|is|have|has|shall|must|dont|don't|doesn't|"
    r"can't|won't|"
    r"isn't|aren't)\s+(?:\w+ )?(?:i|we|you|he|she|they|my \w+|our \w+|u|someone|somebody|people)\b"
    r"|\b(?:do|does|did|can|could|will|would|should) (?:an? )\w+\b"
    r"|\b(?:a (?:yw|ydw|oes|alla|fydd|fydda|ga|gaf)|ydw i|oes gen|alla i|gaf i|ydy|ydi)\b"
    r"|\b(?:how|what|when|where|who|which|why|faint|sut|pryd|beth)\b[^,]{0,20}$"
)
_UNREAL = re.compile(
    r"\b(?:used to|was|were|had|did|last year|previously|will|ll|i'll|we'll|would|i'd|we'd|could|might|may|going to|"
    r"gonna|wants?|hop(?:e|ing)|plan(?:s|ning)?|think(?:ing)? (?:of|about)|expect(?:ing)? to|try(?:ing)?|should|"
    r"need to|have to|"
    r"supposed|wish|appl(?:y|ied|ying)(?: for)?|waiting|offered|about to|start(?:ing)? (?:a|to)|when|once|until|till|"
    r"unless|before|after|whether|can't|cant|cannot|won't|wont|told|even if|as soon as|in case|roeddwn|oeddwn|oedd|"
    r"roedd|bydd|bydda|byddaf|byddwn|hoffwn|pan|nes|"
    r"eisiau|moyn|wedi gwneud cais)\b"
)
_AFTER_SCHOOL = re.compile(r"\b(?:before|after)[- ]school\b|\bbefore tax\b|\bbefore deductions\b")
_SUPPOSED = re.compile(r"\b(?:if|suppos(?:e|ing)|say|os|pe)\b")
_DENIED = re.compile(
    r"\b(?:not|n't|don't|dont|doesn't|doesnt|isn't|isnt|aren't|arent|haven't|havent|hasn't|hasnt|never|no longer|"
    r"without|nor|neither|none|stopped|ddim|heb|nid|byth|dim|nac)\b|n't\b"
)
_UNSURE = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|not sure|unsure|i think|i guess|efallai|hwyrach|ddim yn si[wŵ]r|meddwl)\b"
)


def mood_of(before: str) -> str:
    """How something is said, from what stands before it in its clause."""
    before = _AFTER_SCHOOL.sub("", before)
    if _ASKED.search(before):
        return ASKED
    if _UNREAL.search(before):
        return UNREAL
    if _DENIED.search(before):
        return DENIED
    if _SUPPOSED.search(before):
        return SUPPOSED
    return STATED


def is_unsure(words: str) -> bool:
    """Does the person say that they do not know?"""
    return bool(_UNSURE.search(words))
