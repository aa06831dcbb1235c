"""Every fixed sentence this capability may say in its own voice, in English and Welsh, and the codes it counts by."""

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "no reform": {
        "en": "There is no reform here to try.",
        "cy": "Nid oes diwygiad yma i roi cynnig arno.",
    },
    "reform that does not fit": {
        "en": "The reform does not fit the rules, so nothing was worked out. Check its names and its days.",
        "cy": "Nid yw'r diwygiad yn cyd-fynd â'r rheolau, felly ni chyfrifwyd dim. Gwiriwch ei enwau a'i ddyddiau.",
    },
    "outside the dates": {
        "en": "The rules hold no figures for that day, so nothing was worked out.",
        "cy": "Nid oes gan y rheolau ffigurau ar gyfer y diwrnod hwnnw, felly ni chyfrifwyd dim.",
    },
    "too few or too many": {
        "en": "Ask for 100 to 20,000 made-up households here. More are for the command line.",
        "cy": "Gofynnwch am 100 i 20,000 o gartrefi dychmygol yma. Mae mwy ar gyfer y llinell orchymyn.",
    },
    "changes something": {
        "en": "The reform was tried over made-up households. It changes what some of them are left with.",
        "cy": "Rhoddwyd cynnig ar y diwygiad dros gartrefi dychmygol. Mae'n newid yr hyn sydd ar ôl gan rai ohonynt.",
    },
    "changes nothing": {
        "en": "The reform was tried over made-up households. It changes nothing for any of them.",
        "cy": "Rhoddwyd cynnig ar y diwygiad dros gartrefi dychmygol. Nid yw'n newid dim i'r un ohonynt.",
    },
}

PHRASES = frozenset(text for texts in TEXTS.values() for text in texts.values())
REASONS = frozenset(TEXTS)


def say(name: str, language: str) -> str:
    """The fixed sentence of that name in the language, in English where there is none."""
    texts = TEXTS[name]
    return texts.get(language, texts["en"])
