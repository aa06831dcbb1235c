"""Makes the list of words that people use for what a page says in words of its own: `python -m training.people_words`.

Somebody asks "what'll it set me back", and the page says "fee". That no passage holds such a word tells nothing, so the
answer must not name it as left out. The training set shows which words those are: they stand in questions of several
pages that the page answers without them, and seldom in near misses, where they may be the very thing that is missing.
A word that stands mostly in dialect, misspelt or formal questions is a way of saying; one of plain questions may be a
thing that somebody asks about, and must stand in more of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap

from fingerpost.capabilities.answer.missing.common_words import COUNTRIES, PLACES
from fingerpost.capabilities.answer.missing.details import is_misspelt, telling_words
from fingerpost.capabilities.answer.words import stem, stems_of
from training.corpus import ANSWER, ROOT, TrainingPage, TrainingQuestion, read_pages, read_questions

LIST = ROOT / "src" / "fingerpost" / "capabilities" / "answer" / "missing" / "people_say.txt"
LEAST_PAGES = 6
LEAST_SPOKEN = 3  # pages, where most of them are asked in words that no page would use
LEAST_RATIO = 4.0  # pages that answer without the word, for each near miss that the page lacks it in
WAYS_OF_SAYING = frozenset({"colloquial", "misspelt", "welsh-english", "formal"})
WIDTH = 118
OPENING = 0
LIKELIEST = 2  # sections of a near miss that are taken for what would be shown


def main(path: Path = LIST) -> None:
    pages = read_pages()
    words = people_words(pages, read_questions(pages))
    path.write_text("\n".join(wrap(" ".join(words), WIDTH)) + "\n", encoding="utf-8")
    print(f"{len(words)} words stand in {path.name}.")


def people_words(pages: dict[str, TrainingPage], questions: Iterable[TrainingQuestion]) -> list[str]:
    """Stems, in order of the alphabet."""
    answered: dict[str, set[str]] = defaultdict(set)
    spoken: dict[str, set[str]] = defaultdict(set)
    near: Counter[str] = Counter()
    for question in questions:
        for word in set(absent_words(question, pages[question.page])):
            if question.kind != ANSWER:
                near[word] += 1
            else:
                answered[word].add(question.page)
            if question.kind == ANSWER and question.voice in WAYS_OF_SAYING:
                spoken[word].add(question.page)
    return sorted(word for word, held in answered.items() if _says_nothing(len(held), len(spoken[word]), near[word]))


def absent_words(question: TrainingQuestion, page: TrainingPage) -> Iterator[str]:
    """Stems of the words that tell what is asked and stand in none of the sections that would be shown."""
    said = set().union(*(_stems_of_section(page, number) for number in _sections_shown(question, page)))
    for word in telling_words(f"{question.situation}\n{question.question}"):
        stemmed = stem(word)
        is_said = stemmed in said or is_misspelt(stemmed, said)
        if not is_said and not word[0].isdigit() and word.lower() not in PLACES | COUNTRIES:
            yield stemmed


def _says_nothing(pages: int, spoken: int, near_misses: int) -> bool:
    least = LEAST_SPOKEN if 2 * spoken >= pages else LEAST_PAGES
    return pages >= max(least, LEAST_RATIO * near_misses)


def _sections_shown(question: TrainingQuestion, page: TrainingPage) -> set[int]:
    """The opening and the sections that answer; for a near miss, those that share most words with it."""
    if question.places:
        return {OPENING, *(section for section, _line in question.places)}
    asked = stems_of((question.question,))
    ranked = sorted(range(len(page.sections)), key=lambda number: -len(asked & _stems_of_section(page, number)))
    return {OPENING, *ranked[:LIKELIEST]}


def _stems_of_section(page: TrainingPage, number: int) -> set[str]:
    section = page.sections[number]
    return stems_of((page.title, *section.heading_path, *(line.text for line in section.lines)))


if __name__ == "__main__":
    main()
