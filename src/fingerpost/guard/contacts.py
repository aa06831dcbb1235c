"""Public helplines that fixed words may name, by a short name."""

from fingerpost.contract.claims import NextStep


def _phone(label: str, phone: str, url: str = "") -> NextStep:
    return NextStep(kind="contact", label=label, phone=phone, url=url)


CONTACTS = {
    "999": _phone("Emergency services", "999"),
    "111": _phone("NHS 111", "111"),
    "samaritans": _phone("Samaritans, free, day and night", "116 123"),
    "childline": _phone("Childline, for anyone under 19", "0800 1111"),
    "nspcc": _phone("NSPCC, if you are worried about a child", "0808 800 5000"),
    "abuse-england": _phone("National Domestic Abuse Helpline", "0808 2000 247"),
    "shelter": _phone("Shelter", "0808 800 4444"),
}
