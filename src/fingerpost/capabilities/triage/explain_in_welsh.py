"""The sentences of an explanation in Welsh. `explain_in_english` has the same."""

from collections.abc import Mapping

from fingerpost.contract.card import Card

SORTED = (
    "Cymharwyd geiriau eich adroddiad â'r hyn y mae pob gwasanaeth yn ei wneud, ac ag adroddiadau o'i fath. Daeth un "
    "gwasanaeth ymhell ar y blaen. Yna dywedodd rheolau ysgrifenedig pa mor fuan y dylai rhywun edrych."
)
BY_REASON: Mapping[str, str] = {
    "not known": "Nid oedd geiriau eich adroddiad yn ffitio un gwasanaeth yn ddigon da. Felly person sy'n dewis i ble "
    "mae'n mynd.",
    "no words": "Nid oedd geiriau i fynd wrthynt. Felly nid awgrymwyd dim, a bydd person yn edrych arno.",
    "nothing borne out": "Ni ddaliodd yr hyn a awgrymwyd ail wiriad. Felly fe'i gadawyd allan, a pherson sy'n didoli "
    "eich adroddiad.",
}
SIGNS = "Gall geiriau ynddo fod yn arwydd bod rhywun mewn perygl. Felly mae person yn ei weld o flaen eraill."
NOTHING = "Nid awgrymwyd dim."
FAIRNESS = (
    "Darllenir pob adroddiad yn yr un ffordd, yn Gymraeg ac yn Saesneg. Nid yw'n hysbys pwy ydych: tynnir enwau a "
    "manylion cyswllt yn gyntaf. Dim ond dod ag adroddiad ymlaen y gall arwydd o berygl ei wneud. Nid yw byth "
    "yn rhoi un "
    "yn ôl."
)
SAFETY = (
    "Mae'r un geiriau bob amser yn rhoi'r un canlyniad. Fe'i profwyd ar adroddiadau a ysgrifennwyd i fod yn anodd, ac "
    "mae'r canlyniadau yn gyhoeddus. Gall fod yn anghywir, felly mae person yn gwirio pob awgrym a gall ei newid."
)
IMPACT = (
    "Nid yw hyn yn penderfynu dim. Person sy'n penderfynu pa dîm sy'n cael eich adroddiad a pha mor fuan. Os "
    "aeth i'r lle "
    "anghywir, maent yn ei symud, ac nid ydych yn colli dim."
)


def responsibility(card: Card, reference: str) -> str:
    return (
        f"{card.owner} sy'n gyfrifol am yr awgrym hwn, a swyddog am yr hyn a wneir. I gyrraedd person, cysylltwch â "
        f"{card.contact.team} a rhowch y cyfeirnod {reference}."
    )


def data(*, has_place: bool) -> str:
    place = " a'r lle ar y map" if has_place else ""
    return (
        f"Defnyddiodd eiriau eich adroddiad{place}. Defnyddiodd hefyd yr hyn y mae pob gwasanaeth yn ei wneud, "
        f"ac achosion "
        "agored gerllaw. Tynnwyd enwau a manylion cyswllt."
    )
