"""Helplines and offices that fixed words may name. Whoever changes one checks it on the service's own page.

`Contact.step(language)` is what a door shows. Numbers are written the way people dial them.
"""

from dataclasses import dataclass

from fingerpost.contract.claims import NextStep


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One place to turn to, named in English and in Welsh."""

    en: str
    cy: str
    phone: str = ""
    url: str = ""

    def step(self, language: str) -> NextStep:
        return NextStep(kind="contact", label=self.cy if language == "cy" else self.en, phone=self.phone, url=self.url)


CONTACTS: dict[str, Contact] = {
    "999": Contact(en="Emergency services", cy="Gwasanaethau brys", phone="999"),
    "111": Contact(
        en="NHS 111, day and night (England, Scotland and Wales)",
        cy="GIG 111, ddydd a nos (Cymru, Lloegr a'r Alban)",
        phone="111",
    ),
    "111 option 2": Contact(
        en="NHS 111: choose option 2 for a mental health crisis",
        cy="GIG 111: dewiswch opsiwn 2 os oes argyfwng iechyd meddwl",
        phone="111",
    ),
    "samaritans": Contact(
        en="Samaritans, free, day and night",
        cy="Samariaid, am ddim, ddydd a nos",
        phone="116 123",
        url="https://www.samaritans.org/",
    ),
    "shout": Contact(
        en="Shout: text the word SHOUT to 85258, free, day and night",
        cy="Shout: tecstiwch y gair SHOUT i 85258, am ddim, ddydd a nos",
        url="https://giveusashout.org/",
    ),
    "lifeline": Contact(
        en="Lifeline (Northern Ireland), free, day and night",
        cy="Lifeline (Gogledd Iwerddon), am ddim, ddydd a nos",
        phone="0808 808 8000",
        url="https://www.lifelinehelpline.info/",
    ),
    "childline": Contact(
        en="Childline, if you are under 19, free",
        cy="Childline, os ydych o dan 19, am ddim",
        phone="0800 1111",
        url="https://www.childline.org.uk/",
    ),
    "nspcc": Contact(
        en="NSPCC, if you are worried about a child",
        cy="NSPCC, os ydych yn poeni am blentyn",
        phone="0808 800 5000",
        url="https://www.nspcc.org.uk/",
    ),
    "abuse england": Contact(
        en="National Domestic Abuse Helpline (England), free, day and night",
        cy="Llinell Gymorth Genedlaethol Cam-drin Domestig (Lloegr), am ddim, ddydd a nos",
        phone="0808 2000 247",
        url="https://www.nationaldahelpline.org.uk/",
    ),
    "abuse scotland": Contact(
        en="Scotland's Domestic Abuse and Forced Marriage Helpline, free, day and night",
        cy="Llinell Gymorth Cam-drin Domestig a Phriodas dan Orfod yr Alban, am ddim, ddydd a nos",
        phone="0800 027 1234",
        url="https://sdafmh.org.uk/",
    ),
    "abuse wales": Contact(
        en="Live Fear Free (Wales), free, day and night",
        cy="Byw Heb Ofn (Cymru), am ddim, ddydd a nos",
        phone="0808 80 10 800",
        url="https://www.gov.wales/live-fear-free",
    ),
    "abuse northern ireland": Contact(
        en="Domestic and Sexual Abuse Helpline (Northern Ireland), free, day and night",
        cy="Llinell Gymorth Cam-drin Domestig a Rhywiol (Gogledd Iwerddon), am ddim, ddydd a nos",
        phone="0808 802 1414",
        url="https://dsahelpline.org/",
    ),
    "council": Contact(
        en="Find your council, and ask for its housing or out-of-hours team",
        cy="Dewch o hyd i'ch cyngor, a gofynnwch am y tîm tai neu'r tîm y tu allan i oriau",
        url="https://www.gov.uk/find-local-council",
    ),
    "council offices": Contact(
        en="Find your council",
        cy="Dewch o hyd i'ch cyngor",
        url="https://www.gov.uk/find-local-council",
    ),
    "shelter england": Contact(
        en="Shelter (England)", cy="Shelter (Lloegr)", phone="0808 800 4444", url="https://england.shelter.org.uk/"
    ),
    "shelter scotland": Contact(
        en="Shelter Scotland", cy="Shelter yr Alban", phone="0808 800 4444", url="https://scotland.shelter.org.uk/"
    ),
    "shelter cymru": Contact(
        en="Shelter Cymru", cy="Shelter Cymru", phone="08000 495 495", url="https://sheltercymru.org.uk/"
    ),
    "housing executive": Contact(
        en="Housing Executive (Northern Ireland), office hours",
        cy="Housing Executive (Gogledd Iwerddon), oriau swyddfa",
        phone="03448 920 900",
        url="https://www.nihe.gov.uk/",
    ),
    "housing executive at night": Contact(
        en="Housing Executive (Northern Ireland), nights and weekends",
        cy="Housing Executive (Gogledd Iwerddon), nosweithiau a phenwythnosau",
        phone="03448 920 908",
        url="https://www.nihe.gov.uk/",
    ),
}
