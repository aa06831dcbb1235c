"""Every fixed sentence this capability may say in its own voice, in English and Welsh, and the codes it counts by."""

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "no facts": {
        "en": "We need at least one answer before we can work anything out.",
        "cy": "Mae angen o leiaf un ateb arnom cyn y gallwn gyfrifo dim.",
    },
    "facts that do not fit": {
        "en": "Some of the answers do not fit together, so nothing was worked out. Check them and try again.",
        "cy": "Nid yw rhai o'r atebion yn cyd-fynd, felly ni chafodd dim ei gyfrifo. Gwiriwch nhw a rhowch gynnig "
        "arall arni.",
    },
    "some open": {
        "en": "Your answers do not settle everything. Where we say that you may get something, we say what would "
        "settle it.",
        "cy": "Nid yw eich atebion yn setlo popeth. Lle dywedwn ei bod yn bosibl y cewch rywbeth, dywedwn beth "
        "fyddai'n ei setlo.",
    },
}

PHRASES = frozenset(text for texts in TEXTS.values() for text in texts.values())
REASONS = frozenset({"no facts", "facts that do not fit"})


def say(name: str, language: str) -> str:
    """The fixed sentence of that name in the language, in English where there is none."""
    texts = TEXTS[name]
    return texts.get(language, texts["en"])
