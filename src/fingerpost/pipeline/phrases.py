"""What the road itself says to a reader, in English and Welsh. Nothing else speaks in its place."""

ENGLISH = "en"

_TEXTS = {
    "nothing left": {
        "en": "We can't answer this from the guidance we hold. Ask a person instead.",
        "cy": "Ni allwn ateb hyn o'r canllawiau sydd gennym. Gofynnwch i berson yn lle hynny.",
    },
    "held": {
        "en": "A person needs to look at this before we can answer. Use the reference below when you get in touch.",
        "cy": "Mae angen i berson edrych ar hyn cyn i ni allu ateb. Defnyddiwch y cyfeirnod isod pan fyddwch yn "
        "cysylltu.",
    },
    "failed": {
        "en": "Something went wrong on our side, so we could not answer. It has been noted. Try again, or ask a "
        "person.",
        "cy": "Aeth rhywbeth o'i le ar ein hochr ni, felly ni allem ateb. Mae wedi'i nodi. Rhowch gynnig arall arni, "
        "neu gofynnwch i berson.",
    },
    "switched off": {
        "en": "This service was switched off by the people responsible for it. Your question was not used and its "
        "words were not kept. You can ask a person instead.",
        "cy": "Cafodd y gwasanaeth hwn ei ddiffodd gan y bobl sy'n gyfrifol amdano. Ni ddefnyddiwyd eich cwestiwn ac "
        "ni chadwyd ei eiriau. Gallwch ofyn i berson yn lle hynny.",
    },
    "stopped": {
        "en": "We can't take this. Ask in other words, or ask a person.",
        "cy": "Ni allwn dderbyn hyn. Gofynnwch mewn geiriau eraill, neu gofynnwch i berson.",
    },
}


def say(name: str, language: str) -> str:
    """The fixed sentence of that name in the language, in English where there is none."""
    texts = _TEXTS[name]
    return texts.get(language, texts[ENGLISH])
