"""An auditor's second look at what was shown, written apart from the guard's check, so that one finds the other out."""

import re
from collections.abc import Mapping

from fingerpost.contract.claims import Claim
from fingerpost.contract.passages import Passage
from fingerpost.contract.quoting import is_quoted

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LINK = re.compile(r"https?://\S+|www\.\S+")


def is_supported(claim: Claim, passages: Mapping[str, Passage]) -> bool:
    """Do the quote, every number and every link of the claim stand in the passage it cites, as it is now?"""
    passage = passages.get(claim.source.id)
    if passage is None:
        return False
    numbers = {number.rstrip(".,") for number in _NUMBER.findall(passage.text)}
    return (
        is_quoted(claim.quote, passage.text)
        and all(number.rstrip(".,") in numbers for number in _NUMBER.findall(claim.text))
        and all(link in passage.text for link in _LINK.findall(claim.text))
        and claim.source.url == passage.url
        and claim.source.link == passage.link
    )
