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
    "no facts": "Nid oedd y cofnod yn cynnwys ffeithiau amdanoch, felly nid oedd dim i edrych arno.",
    "nothing to look for": "Ni enwyd cynllun y gall cartref golli allan arno, felly ni chwiliwyd am ddim.",
    "facts that do not fit": "Ni all rhai o'r ffeithiau ar gofnod i gyd fod yn wir. Felly ni chanfuwyd dim ohonynt.",
    "nothing missed": "Yn ôl y ffeithiau ar gofnod rydych yn ei gael eisoes, neu nid yw'r rheolau'n ei roi i chi.",
    "nothing borne out": "Pan ofynnwyd eto i'r rheolau, nid oeddent yn dweud yr hyn oedd ar fin cael ei ddangos. Felly "
    "ni ddangoswyd dim ohono.",
}
NOTHING = "Ni edrychwyd ar ddim."
FAIRNESS = (
    "Rheolau ysgrifenedig a wnaeth hyn. Mae pob cartref sydd â'r un ffeithiau yn yr un genedl ar yr un diwrnod yn dod "
    "allan yr un fath. Nid yw ffaith nad yw ar gofnod byth yn cyfrif fel na. Dim ond y ffeithiau y gwnaed y rhestr ar "
    "eu cyfer sy'n cael eu darllen."
)
SAFETY = (
    "Cafodd pob gair a swm eu cyfrifo ddwywaith. Mae pob rheol yn enwi'r gyfraith neu'r dudalen y mae'n dod ohoni. Nid "
    "oedd gan unrhyw fodel iaith ran ynddo. Gall cofnod fod yn hen neu'n anghywir, felly mae person yn edrych cyn i "
    "neb ysgrifennu atoch."
)
IMPACT = (
    "Nid yw hyn yn penderfynu dim. Mae'n eich rhoi ar restr, fel y gall person ddweud wrthych beth y gallech ei "
    "hawlio. Nid yw'n cymryd dim oddi wrthych, ac nid oes rhaid i chi wneud dim."
)


def missed(schemes: int, likely: int) -> str:
    return (
        f"Yn ôl y ffeithiau ar gofnod, gallai'r rheolau roi {schemes} math o gymorth i chi nad ydych fel pe baech yn "
        f"eu cael. Ar gyfer {likely} ohonynt mae popeth y mae'r rheolau'n ei ofyn yn hysbys. Mae'r rhesymau wrth ymyl "
        "pob un."
    )


def responsibility(card: Card, reference: str) -> str:
    return (
        f"{card.owner} sy'n gyfrifol am y rhestr hon. Os ydych yn meddwl ei bod yn anghywir, neu am gael eich gadael "
        f"oddi arni, cysylltwch â {card.contact.team} a rhowch y cyfeirnod {reference}."
    )


def data(*, nation: Nation | None, schemes: int) -> str:
    place = f", y genedl, {_NATIONS[nation]}," if nation else ""
    return (
        f"Defnyddiodd y ffeithiau sydd gennym amdanoch{place} a rheolau {schemes} math o gymorth. Ni ddarllenwyd enw."
    )
