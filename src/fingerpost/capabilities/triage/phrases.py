"""Every fixed sentence this capability may say in its own voice, in English and Welsh, and the codes it counts by."""

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "sorted": {
        "en": "Here is where this report may belong. A person decides.",
        "cy": "Dyma lle gall yr adroddiad hwn berthyn. Person sy'n penderfynu.",
    },
    "not known": {
        "en": "No service fits this report well enough. A person chooses.",
        "cy": "Nid oes gwasanaeth sy'n ffitio'r adroddiad hwn yn ddigon da. Person sy'n dewis.",
    },
    "no words": {
        "en": "There are no words in this report to go by. A person looks at it.",
        "cy": "Nid oes geiriau yn yr adroddiad hwn i fynd wrthynt. Bydd person yn edrych arno.",
    },
}

PHRASES = frozenset(text for texts in TEXTS.values() for text in texts.values())
REASONS = frozenset(TEXTS) - {"sorted"}


def say(name: str, language: str) -> str:
    """The fixed sentence of that name in the language, in English where there is none."""
    texts = TEXTS[name]
    return texts.get(language, texts["en"])
