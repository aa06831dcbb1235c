"""Words that say little about what a question is about, and words that mean the same. Both are plain data."""

from pathlib import Path


def _read(name: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / name).read_text(encoding="utf-8").split())


# Not worth naming as "not found": they stand in questions about anything.
COMMON = _read("common_words.txt")

# Asked about a country that the guidance does not speak of, it must say so.
COUNTRIES = _read("countries.txt")

# Towns, counties and islands of the United Kingdom: guidance for a whole nation need not name them.
PLACES = _read("places.txt")

# Stems of words that people use for what a page says in words of its own. `python -m training.people_words` makes it.
PEOPLE_SAY = _read("people_say.txt")

# Stems that mean the same to a reader: a passage with one of the right mentions the one on the left.
SAME: dict[str, tuple[str, ...]] = {
    "carer": ("care",),
    "bin": ("wast", "rubbish", "recycl"),
    "rubbish": ("wast", "bin"),
    "tip": ("recycl", "centr"),
    "dump": ("recycl", "tip"),
    "pram": ("babi",),
    "disabl": ("condit", "ill"),
    "lodger": ("tenant",),
    "evict": ("leav", "possess", "notic"),
    "hous": ("home", "properti"),
    "flat": ("home", "properti"),
    "motor": ("vehicl", "car"),
    "car": ("vehicl",),
    "van": ("vehicl",),
    "motorbik": ("vehicl",),
    "boss": ("employ",),
    "gaffer": ("employ",),
    "sack": ("dismiss",),
    "fire": ("dismiss",),
    "laid": ("redund",),
    "pregnant": ("matern", "pregnanc", "babi"),
    "preggo": ("matern", "pregnanc"),
    "dinner": ("meal",),
    "lunch": ("meal",),
    "nurseri": ("childcar", "earli"),
    "childmind": ("childcar",),
    "funer": ("burial", "cremat"),
    "wed": ("marri", "marriag", "ceremoni"),
    "doctor": ("gp", "medic"),
    "chemist": ("prescript", "pharmaci"),
    "tablet": ("prescript", "medicin"),
    "medic": ("prescript", "medicin"),
    "glass": ("eye", "sight", "optic"),
    "specs": ("glass", "eye", "sight"),
    "teeth": ("dental", "dentist"),
    "tooth": ("dental", "dentist"),
    "ticket": ("penalti", "pcn", "fine"),
    "fine": ("penalti", "charg"),
    "wheelchair": ("disabl", "mobil"),
    "telli": ("tv", "televis"),
    "leccy": ("electr", "energi"),
    "electr": ("energi",),
    "taxman": ("hmrc", "tax"),
    "jobcentr": ("univers", "work"),
    "uc": ("univers",),
    "esa": ("employ",),
    "dwp": ("pension", "work"),
    "pensioner": ("pension",),
    "oap": ("pension",),
    "retir": ("pension",),
    "save": ("capit",),
    "capit": ("save",),
    "sav": ("capit", "save"),
    "windfal": ("save", "capit"),
    "inherit": ("save", "capit", "estat"),
    "wage": ("pay", "earn"),
    "salari": ("pay", "earn", "incom"),
    "earn": ("incom", "pay"),
    "skip": ("bulki", "wast"),
    "sofa": ("bulki", "furnitur"),
    "settee": ("bulki", "sofa", "furnitur"),
    "mattress": ("bulki", "furnitur"),
    "fridg": ("bulki", "applianc"),
    "rat": ("pest",),
    "mice": ("pest",),
    "vote": ("elect", "regist"),
    "extens": ("plan", "permiss"),
    "pothol": ("road", "damag"),
    "streetlight": ("light",),
    "lamp": ("light",),
    "will": ("probat",),
    "die": ("death",),
    "dead": ("death",),
    "homeless": ("home",),
    "bailiff": ("enforc",),
    "loan": ("debt", "borrow"),
    "debt": ("owe", "arrear"),
    "arrear": ("debt", "owe"),
    "refund": ("money", "repay"),
    "immigr": ("visa", "settl"),
    "brexit": ("eu", "settl"),
    "citizenship": ("citizen", "naturalis"),
    "gp": ("doctor",),
    "fee": ("cost", "charg", "price"),
    "court": ("tribun", "probat"),
    "tribun": ("court",),
    "compo": ("compens", "penalti"),
    "compens": ("damag", "award"),
    "closest": ("nearest",),
    "nearest": ("closest",),
    "planner": ("plan",),
    "dementia": ("condit", "ill", "care"),
    "parkinson": ("condit", "ill", "disabl", "care"),
    "arthriti": ("condit", "ill", "disabl"),
    "cancer": ("condit", "ill"),
    "summerhous": ("shed", "outbuild"),
    "telephon": ("phone",),
    "nurs": ("nhs", "care"),
}
