"""How many tokens a text takes, without the tokeniser of the model: rather too many than too few.

Tokenisers of today give English about four characters a token, Welsh and Polish between two and three, figures one to
three digits, and letters of other scripts up to one token for each byte.
"""

import re

from fingerpost.contract.language_models import Prompt

_TENTHS_A_LETTER = 4
_TENTHS_A_SIGN = 10
_TENTHS_A_BYTE_BEYOND = 5
_FIGURE_OR_SIGN = re.compile(r"[^A-Za-z\s]", re.ASCII)
_FRAME = 120
"""Tokens of what is said around the parts, and of the marks of a conversation."""
_PART = 50
"""Tokens of the two lines that stand around each part."""


def estimate_tokens(text: str) -> int:
    """Letters and spaces at two and a half a token; each figure and each sign one; beyond ASCII one for two bytes."""
    return whole_tokens(weigh(text))


def weigh(text: str) -> int:
    """Tenths of a token. Those of pieces add up to those of the whole."""
    beyond = len(text.encode("utf-8", "replace")) - len(text)
    signs = len(_FIGURE_OR_SIGN.findall(text))
    plain = len(text) - signs
    return plain * _TENTHS_A_LETTER + signs * _TENTHS_A_SIGN + beyond * _TENTHS_A_BYTE_BEYOND


def whole_tokens(tenths: int) -> int:
    return -(-tenths // 10)


def estimate_prompt(prompt: Prompt) -> int:
    """Tokens that the prompt may take in."""
    parts = sum(_PART + estimate_tokens(label) + estimate_tokens(text) for label, text in prompt.parts)
    return _FRAME + estimate_tokens(prompt.instructions) + parts
