"""Names of the months, in English and in Welsh with its mutations. Guidance writes them with a capital."""

_ENGLISH = (
    ("January", "Jan"), ("February", "Feb"), ("March", "Mar"), ("April", "Apr"), ("May",), ("June", "Jun"),
    ("July", "Jul"), ("August", "Aug"), ("September", "Sept", "Sep"), ("October", "Oct"), ("November", "Nov"),
    ("December", "Dec"),
)  # fmt: skip
_WELSH = (
    ("Ionawr",), ("Chwefror",), ("Mawrth", "Fawrth"), ("Ebrill",), ("Mai", "Fai"), ("Mehefin", "Fehefin"),
    ("Gorffennaf", "Orffennaf"), ("Awst",), ("Medi", "Fedi"), ("Hydref",), ("Tachwedd", "Dachwedd"),
    ("Rhagfyr", "Ragfyr"),
)  # fmt: skip
MONTHS: dict[str, int] = {
    name: number for year in (_ENGLISH, _WELSH) for number, names in enumerate(year, start=1) for name in names
}


def month_number(name: str) -> int:
    """1 for January."""
    return MONTHS[name]
