"""The sentences of an explanation in Welsh. `explain_in_english` has the same."""

from collections.abc import Mapping

from fingerpost.contract.card import Card
from fingerpost.contract.context import Nation

_NATIONS = {
    Nation.ENGLAND: "Lloegr",
    Nation.SCOTLAND: "yr Alban",
    Nation.WALES: "Cymru",
    Nation.NORTHERN_IRELAND: "Gogledd Iwerddon",
}
BY_REASON: Mapping[str, str] = {
    "no facts": "Ni roesoch unrhyw atebion, felly nid oedd dim i gyfrifo ohono.",
    "facts that do not fit": "Ni all rhai o'r atebion fod yn wir ar yr un pryd, felly ni chafodd dim ei gyfrifo.",
    "nothing borne out": "Pan ofynnwyd eto i'r rheolau, nid oeddent yn dweud yr hyn oedd ar fin cael ei ddangos. Felly "
    "ni ddangoswyd dim ohono.",
}
NOTHING = "Ni chafodd dim ei gyfrifo."
FAIRNESS = (
    "Rheolau ysgrifenedig a'i cyfrifodd. Mae pawb sy'n rhoi'r un atebion ar gyfer yr un genedl ar yr un diwrnod yn "
    "cael yr un canlyniad. Nid yw ateb a adawoch allan byth yn cyfrif fel na."
)
SAFETY = (
    "Cafodd pob brawddeg a swm eu cyfrifo'r eildro cyn i chi eu gweld. Mae pob rheol yn enwi'r gyfraith neu'r dudalen "
    "y mae'n dod ohoni. Nid oedd gan unrhyw fodel iaith ran ynddo."
)
IMPACT = (
    "Amcangyfrif yw hwn, nid penderfyniad. Nid yw'n newid dim am hawliad. Gallwch wneud cais beth bynnag y mae'n ei "
    "ddweud."
)


def worked_out(schemes: int, likely: int, may: int, unlikely: int) -> str:
    return (
        f"Cafodd rheolau {schemes} math o fudd-dal, treth a chymorth eu cymhwyso at eich atebion. Rydych yn debygol o "
        f"gael {likely} ohonynt, mae'n bosibl y cewch {may} ac rydych yn annhebygol o gael {unlikely}. Mae'r rhesymau "
        "wrth ymyl pob un."
    )


def responsibility(card: Card, reference: str) -> str:
    return (
        f"{card.owner} sy'n gyfrifol am y gwasanaeth hwn. Os ydych yn meddwl bod y canlyniad yn anghywir, neu os ydych "
        f"am siarad â pherson, cysylltwch â {card.contact.team} a rhowch y cyfeirnod {reference}."
    )


def data(*, nation: Nation | None, answers: int) -> str:
    place = f" a'r genedl, {_NATIONS[nation]}," if nation else ""
    return f"Defnyddiodd {answers} o'ch atebion{place} a dim byd arall amdanoch. Ni ofynnwyd am enw."
