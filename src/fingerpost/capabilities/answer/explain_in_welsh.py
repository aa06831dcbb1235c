"""The sentences of an explanation in Welsh. `explain_in_english` has the same."""

from collections.abc import Mapping, Sequence

from fingerpost.capabilities.answer.nations import NAMES
from fingerpost.contract.card import Card
from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.context import Nation
from fingerpost.contract.language_models import WhyNoModel

WITHOUT_CLAIMS: Mapping[OutcomeKind, str] = {
    OutcomeKind.NEEDS_DETAIL: "Mae'r canllawiau'n wahanol mewn ffordd sy'n bwysig yma, felly gofynnwyd i chi yn lle "
    "rhoi ateb ar siawns.",
    OutcomeKind.ANSWERED: "Ateb sefydlog yw hwn. Ni chwiliwyd unrhyw ganllawiau.",
    OutcomeKind.CANNOT_ANSWER: "Nid oedd unrhyw dudalen o'r canllawiau yn ddigon agos at eich cwestiwn i'w dangos, neu "
    "ni all canllawiau ei ateb.",
}
BY_REASON: Mapping[str, str] = {
    "off topic": "Nid oedd unrhyw dudalen o'r canllawiau yn ddigon agos at eich cwestiwn i'w dangos.",
    "calculation": "Gofynnoch beth a ddaw o'r rheolau i chi. Dweud beth ydynt y mae canllawiau, felly cawsoch eich "
    "arwain at y man lle caiff ei gyfrifo.",
    "own account": "Gofynnoch am eich cyfrif neu eich taliad eich hun. Nid yw'r canllawiau'n cynnwys hynny, felly ni "
    "chwiliwyd dim.",
    "advice": "Gofynnoch beth sydd orau i chi. Mae'r canllawiau'n dweud beth yw'r rheolau, felly ni chwiliwyd dim.",
    "opinion": "Gofynnoch beth yw ein barn. Nid oes barn yn y canllawiau, felly ni chwiliwyd dim.",
    "prediction": "Gofynnoch beth fydd yn digwydd yn nes ymlaen. Dim ond yr hyn sy'n wir heddiw sydd yn y canllawiau, "
    "felly ni chwiliwyd dim.",
    "nothing borne out": "Ni ellid cadarnhau'r hyn a gafwyd yn y dudalen y daeth ohoni, felly ni ddangoswyd dim ohono.",
    "not for guidance": "Gofynnoch am rywbeth heblaw canllawiau, fel testun i'w ysgrifennu neu rywbeth am berson "
    "arall. Felly ni chwiliwyd unrhyw ganllawiau.",
    "language": "Nid oedd eich cwestiwn yn Gymraeg nac yn Saesneg, felly ni chwiliwyd unrhyw ganllawiau.",
    "danger": "Mae eich geiriau'n swnio fel petai rhywun mewn perygl nawr, felly dangoswyd i chi yn gyntaf ble i gael "
    "help.",
    "empty": "Nid oedd geiriau yn eich cwestiwn, felly ni chwiliwyd unrhyw ganllawiau.",
    "too long": "Roedd eich cwestiwn yn hirach nag y gallwn ei ddarllen, felly ni chwiliwyd unrhyw ganllawiau.",
    "conversation too long": "Roedd y sgwrs hon yn hirach nag y gallwn ei darllen, felly ni chwiliwyd unrhyw "
    "ganllawiau.",
}
WHY_QUOTED: Mapping[str, str] = {
    WhyNoModel.NOT_CHOSEN: "Fe'i dyfynnir air am air, gan nad oes model iaith yn cael ei ddefnyddio yma.",
    WhyNoModel.SWITCHED_OFF: "Fe'i dyfynnir air am air, gan fod y model iaith wedi'i ddiffodd.",
    WhyNoModel.OVER_BUDGET: "Fe'i dyfynnir air am air, gan fod cyllideb y model iaith ar gyfer heddiw wedi'i gwario.",
    WhyNoModel.RESTING: "Fe'i dyfynnir air am air, gan i'r model iaith gael namau ac mae'n cael llonydd am ychydig.",
    WhyNoModel.UNREACHABLE: "Fe'i dyfynnir air am air, gan na ellid cyrraedd y model iaith.",
    WhyNoModel.BUSY: "Fe'i dyfynnir air am air, gan fod y model iaith yn rhy brysur.",
    WhyNoModel.FAILED: "Fe'i dyfynnir air am air, gan i'r model iaith fethu.",
    WhyNoModel.SLOW: "Fe'i dyfynnir air am air, gan i'r model iaith gymryd gormod o amser.",
    WhyNoModel.REFUSED: "Fe'i dyfynnir air am air, gan i gyflenwr y model iaith wrthod ateb.",
    WhyNoModel.WRONG_MODEL: "Fe'i dyfynnir air am air, gan i fodel iaith arall ateb yn lle ein un ni.",
    WhyNoModel.TOO_LARGE: "Fe'i dyfynnir air am air, gan fod y testun yn rhy hir i'r model iaith.",
    WhyNoModel.UNREADABLE: "Fe'i dyfynnir air am air, gan na ellid darllen yr hyn a anfonodd y model iaith.",
    WhyNoModel.NOTHING_BORNE_OUT: "Fe'i dyfynnir air am air, gan na chadarnhaodd y canllawiau ddim o'r hyn a "
    "ysgrifennodd y model iaith.",
}
STOPPED = "Stopiwyd y cwestiwn cyn i unrhyw ganllawiau gael eu chwilio."
FAIRNESS = (
    "Ni farnwyd dim amdanoch chi. Mae pawb sy'n gofyn yr un cwestiwn ar gyfer yr un wlad ar yr un diwrnod yn gweld yr "
    "un geiriau."
)
SAFETY = (
    "Edrychwyd am bob dyfyniad eto, lythyren am lythyren, yn y dudalen y mae'n ei henwi cyn i chi ei weld, ac am ei "
    "ffigurau, ei ddyddiadau a'i ddolenni hefyd."
)
FAIRNESS_OF_WRITTEN = (
    "Ni farnwyd dim amdanoch chi. Mae pawb sy'n gofyn yr un cwestiwn ar gyfer yr un wlad ar yr un diwrnod yn cael ateb "
    "o'r un canllawiau. Gall y model iaith eu rhoi mewn geiriau eraill."
)
SAFETY_OF_WRITTEN = (
    "Yna cymharwyd pob brawddeg gan y model iaith â'i dyfyniadau, air am air. Gadawyd allan yr hyn nad ydynt yn ei "
    "ddweud."
)
IMPACT = "Gwybodaeth yw hon, nid penderfyniad. Nid yw'n newid dim am eich hawliad, eich achos na'ch hawliau."
_COUNTED = {1: "1 rhan", 2: "2 ran"}


def _joined(pages: Sequence[str]) -> str:
    return pages[0] if len(pages) == 1 else f"{', '.join(pages[:-1])} a {pages[-1]}"


def answered_from(pages: Sequence[str]) -> str:
    return (
        f"O'r holl ganllawiau y gellir eu dangos i chi, y rhai agosaf at eiriau ac ystyr eich cwestiwn oedd "
        f"{_joined(pages)}. Y llinellau sydd wedi'u marcio yw'r rhai agosaf at yr hyn a ofynnoch."
    )


def written_from(pages: Sequence[str], *, name: str) -> str:
    return (
        f"Daeth rheolau o hyd i'r canllawiau agosaf at eich cwestiwn. Ohonynt ysgrifennodd y model iaith “{name}” "
        f"frawddegau, ac mae pob un yn sefyll gyda'r llinellau o {_joined(pages)} y mae'n seiliedig arnynt."
    )


def chosen_from(pages: Sequence[str], *, name: str) -> str:
    return (
        f"Daeth rheolau o hyd i'r canllawiau agosaf at eich cwestiwn. Ohonynt dewisodd y model iaith “{name}” linellau "
        f"o {_joined(pages)}, a dyfynnir y rheini air am air."
    )


def responsibility(card: Card, reference: str) -> str:
    return (
        f"{card.owner} sy'n gyfrifol am y gwasanaeth hwn. Os ydych yn meddwl bod yr ateb yn anghywir, neu os ydych am "
        f"siarad â pherson, cysylltwch â {card.contact.team} a rhowch y cyfeirnod {reference}."
    )


def data(*, nation: Nation | None, is_masked: bool, parts: int, model: str = "") -> str:
    used = f"eich cwestiwn a'r wlad, {NAMES['cy'][nation]}," if nation else "eich cwestiwn"
    masked = " Cuddiwyd manylion personol ynddo yn gyntaf." if is_masked else ""
    quoted = f" Mae'r ateb yn dyfynnu {_COUNTED.get(parts, f'{parts} rhan')} o'r canllawiau." if parts else ""
    given = f" Fe'i rhoddwyd i'r model iaith “{model}” gyda'r canllawiau a gafwyd." if model else ""
    return f"Defnyddiwyd {used} a dim byd arall amdanoch.{masked}{given}{quoted}"


def sureness(in_ten: int | None) -> str:
    if in_ten is None:
        return "Mae'r gwasanaeth yn dweud pan nad yw'n gwybod."
    return f"O ddeg ateb mor sicr â hwn, mae tua {in_ten} yn ateb yr hyn a ofynnwyd."
