"""Every fixed sentence this capability may say in its own voice, in English and Welsh, and the codes it counts by."""

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "no facts": {
        "en": "There are no facts about this household, so there was nothing to look at.",
        "cy": "Nid oes ffeithiau am y cartref hwn, felly nid oedd dim i edrych arno.",
    },
    "nothing to look for": {
        "en": "Say which schemes to look for. Nobody misses out on a tax.",
        "cy": "Dywedwch pa gynlluniau i chwilio amdanynt. Nid oes neb yn colli allan ar dreth.",
    },
    "facts that do not fit": {
        "en": "Some of the facts do not fit together, so nothing was found. Correct the record and look again.",
        "cy": "Nid yw rhai o'r ffeithiau yn cyd-fynd, felly ni chanfuwyd dim. Cywirwch y cofnod ac edrychwch eto.",
    },
    "nothing missed": {
        "en": "By these facts the household does not miss out on what was looked for.",
        "cy": "Yn ôl y ffeithiau hyn nid yw'r cartref yn colli allan ar yr hyn y chwiliwyd amdano.",
    },
    "some open": {
        "en": "The household may be missing out, but not all of it is known. A person must look first.",
        "cy": "Gallai'r cartref fod yn colli allan, ond nid yw'r cyfan yn hysbys. Rhaid i berson edrych yn gyntaf.",
    },
}

PHRASES = frozenset(text for texts in TEXTS.values() for text in texts.values())
REASONS = frozenset(TEXTS) - {"some open"}


def say(name: str, language: str) -> str:
    """The fixed sentence of that name in the language, in English where there is none."""
    texts = TEXTS[name]
    return texts.get(language, texts["en"])
