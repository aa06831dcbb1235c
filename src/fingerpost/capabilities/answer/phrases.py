"""Every fixed sentence this capability may say in its own voice, in English and Welsh. A model cannot add to them."""

from types import MappingProxyType

ENGLISH = "en"

_TEXTS = {
    "greeting": {
        "en": "Hello. Ask me about a public service, in your own words, and I will find what the guidance says.",
        "cy": "Helo. Gofynnwch i mi am wasanaeth cyhoeddus, yn eich geiriau eich hun, a byddaf yn dod o hyd i'r hyn y "
        "mae'r canllawiau'n ei ddweud.",
    },
    "thanks": {
        "en": "You're welcome. Ask another question whenever you like.",
        "cy": "Croeso. Gofynnwch gwestiwn arall pryd bynnag y mynnwch.",
    },
    "goodbye": {
        "en": "Goodbye. You can come back at any time.",
        "cy": "Hwyl fawr. Gallwch ddod yn ôl unrhyw bryd.",
    },
    "about": {
        "en": "I am Fingerpost, a computer program, not a person. I find the part of public guidance that answers a "
        "question and quote it word for word, with a link. I cannot see your account, decide anything or give advice.",
        "cy": "Fingerpost ydw i, rhaglen gyfrifiadurol, nid person. Rwy'n dod o hyd i'r rhan o'r canllawiau cyhoeddus "
        "sy'n ateb cwestiwn ac yn ei dyfynnu air am air, gyda dolen. Ni allaf weld eich cyfrif, penderfynu dim na "
        "rhoi cyngor.",
    },
    "complaint": {
        "en": "I'm sorry that did not help. Try asking in other words, or talk to a person.",
        "cy": "Mae'n ddrwg gen i nad oedd hynny'n help. Ceisiwch ofyn mewn geiriau eraill, neu siaradwch â pherson.",
    },
    "off topic": {
        "en": "I can't find guidance here that answers this. Try asking in other words, or ask a person.",
        "cy": "Ni allaf ddod o hyd i ganllawiau yma sy'n ateb hyn. Ceisiwch ofyn mewn geiriau eraill, neu gofynnwch i "
        "berson.",
    },
    "near topic": {
        "en": "I can't find guidance here that surely answers this. The nearest pages are below, and may be about "
        "something else. Or ask in other words, or ask a person.",
        "cy": "Ni allaf ddod o hyd i ganllawiau yma sy'n sicr yn ateb hyn. Mae'r tudalennau agosaf isod, ac efallai eu "
        "bod am rywbeth arall. Neu gofynnwch mewn geiriau eraill, neu gofynnwch i berson.",
    },
    "own account": {
        "en": "I cannot see your account, your claim or your payments. The office that deals with it can.",
        "cy": "Ni allaf weld eich cyfrif, eich hawliad na'ch taliadau. Gall y swyddfa sy'n delio ag ef.",
    },
    "advice": {
        "en": "I can quote what the rules are, but I cannot say what you should do. A trained adviser can go through "
        "it with you, free and in confidence.",
        "cy": "Gallaf ddyfynnu beth yw'r rheolau, ond ni allaf ddweud beth ddylech chi ei wneud. Gall cynghorydd "
        "hyfforddedig fynd drwyddo gyda chi, am ddim ac yn gyfrinachol.",
    },
    "opinion": {
        "en": "I quote guidance and do not give opinions. Your councillors and your MP want to hear yours.",
        "cy": "Rwy'n dyfynnu canllawiau ac nid wyf yn rhoi barn. Mae eich cynghorwyr a'ch AS am glywed eich barn chi.",
    },
    "prediction": {
        "en": "I can only quote guidance that exists today. I cannot say what will be decided later.",
        "cy": "Dim ond canllawiau sy'n bodoli heddiw y gallaf eu dyfynnu. Ni allaf ddweud beth fydd yn cael ei "
        "benderfynu yn nes ymlaen.",
    },
    "calculation": {
        "en": "Guidance alone does not settle this. We can work it out with you, from your own answers.",
        "cy": "Nid yw canllawiau ar eu pen eu hunain yn setlo hyn. Gallwn ei gyfrifo gyda chi, o'ch atebion eich hun.",
    },
    "which nation": {
        "en": "The answer is different in each nation of the UK. Where do you live?",
        "cy": "Mae'r ateb yn wahanol ym mhob gwlad yn y DU. Ble ydych chi'n byw?",
    },
    "partial": {
        "en": "This answers part of what you asked.",
        "cy": "Mae hyn yn ateb rhan o'r hyn a ofynnoch.",
    },
    "english": {
        "en": "This guidance is in English.",
        "cy": "Nid yw'r canllawiau hyn ar gael yn Gymraeg eto, felly cewch nhw yn Saesneg.",
    },
    "some english": {
        "en": "Some of this guidance is in English.",
        "cy": "Nid yw'r canllawiau hyn i gyd ar gael yn Gymraeg eto, felly mae rhai ohonynt yn Saesneg.",
    },
    "partial english": {
        "en": "This answers part of what you asked, from guidance in English.",
        "cy": "Mae hyn yn ateb rhan o'r hyn a ofynnoch. Nid yw'r canllawiau i gyd ar gael yn Gymraeg eto, felly cewch "
        "nhw yn Saesneg.",
    },
}

PHRASES = frozenset(text for texts in _TEXTS.values() for text in texts.values())
REASONS = frozenset(
    {
        "greeting",
        "thanks",
        "goodbye",
        "about",
        "complaint",
        "off topic",
        "own account",
        "advice",
        "opinion",
        "prediction",
        "nation",
        "calculation",
    }
)
"""The codes that an outcome may give as its reason. `flips.jsonl` shows of each what takes it away."""


def say(name: str, language: str) -> str:
    """The fixed sentence of that name in the language, in English where there is none."""
    texts = MappingProxyType(_TEXTS[name])
    return texts.get(language, texts[ENGLISH])
