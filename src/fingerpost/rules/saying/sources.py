"""The source of a claim that rests on a rule: the Act or page its file names, under the name of its scheme."""

from fingerpost.contract.claims import Source, SourceKind
from fingerpost.contract.context import Nation
from fingerpost.rules.book import RuleBook, RuleSource, Scheme
from fingerpost.rules.saying.said import RULE


def source_of(
    book: RuleBook, scheme: Scheme, source: RuleSource | None, *, nation: Nation | None, language: str
) -> Source:
    """As the reader is shown it; without an address where the file names no source."""
    words = scheme.title_in(nation.value if nation else "")
    title = words.get(language, words.get("en", ""))
    return Source(
        id=f"{RULE}{scheme.id}",
        digest=book.digest,
        title=source.title if source else title,
        url=source.url if source else "",
        link=source.url if source else "",
        heading=title,
        kind=SourceKind.RULE,
        nations=frozenset(Nation(each) for each in scheme.nations),
        language=language,
        checked_on=source.checked if source else None,
    )
