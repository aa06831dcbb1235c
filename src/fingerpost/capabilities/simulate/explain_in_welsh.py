"""The sentences of an explanation in Welsh. `explain_in_english` has the same."""

from collections.abc import Mapping

from fingerpost.contract.card import Card

BY_REASON: Mapping[str, str] = {
    "no reform": "Ni roddwyd diwygiad, felly nid oedd dim i roi cynnig arno.",
    "reform that does not fit": "Mae'r diwygiad yn enwi rhywbeth nad yw yn y rheolau. Felly ni ellid rhoi cynnig arno.",
    "outside the dates": "Nid oes gan y rheolau ffigurau ar gyfer y diwrnod y gofynnwyd amdano.",
    "too few or too many": "Mae nifer y cartrefi y gofynnwyd amdano y tu allan i'r hyn y gellir rhoi cynnig arno yma.",
    "changes something": "Daeth y rheolau allan yn wahanol gyda'r diwygiad ar gyfer o leiaf un cartref.",
    "changes nothing": "Daeth y rheolau allan yr un fath gyda'r diwygiad a hebddo, ar gyfer pob cartref.",
}
NOTHING = "Ni chafodd dim ei gyfrifo."
FAIRNESS = (
    "Defnyddir yr un rheolau ar gyfer pob cartref, unwaith fel y maent ac unwaith gyda'r diwygiad. Mae'r ffigurau'n "
    "dangos pwy sy'n ennill a phwy sy'n colli yn ôl teulu, oedran, cenedl ac incwm."
)
SAFETY = (
    "Mae'r cartrefi'n ddychmygol, wedi'u tynnu o ffigurau cyhoeddedig. Mae gan bob swm derfyn isel ac uchel, ond gall "
    "bywyd go iawn fod y tu allan iddynt. Cymerir bod pobl yn hawlio popeth y gallant, ac yn gweithio cymaint ag o'r "
    "blaen."
)
IMPACT = (
    "Nid yw hyn yn newid unrhyw reol nac arian neb. Mae'n dangos yr hyn y gallai newid ei wneud, fel y gall pobl "
    "benderfynu."
)


def responsibility(card: Card, reference: str) -> str:
    return (
        f"{card.owner} sy'n gyfrifol am yr offeryn hwn. Os ydych yn meddwl bod ffigur yn anghywir, cysylltwch â "
        f"{card.contact.team} a rhowch y cyfeirnod {reference}."
    )


def data(households: int) -> str:
    return (
        f"Defnyddiodd destun y diwygiad, ein rheolau a {households} o gartrefi nad ydynt yn bodoli. Nid oes unrhyw "
        "berson ynddo."
    )
