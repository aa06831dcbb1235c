"""Checks and counts the training set: `python -m training.check_data [PAGE NAME ...]`."""

import sys
from collections import Counter

from training.corpus import ANSWER, read_pages, read_questions


def main(only: list[str]) -> None:
    pages = read_pages()
    questions = [each for each in read_questions(pages) if not only or each.page in only]
    print(f"{len(pages)} pages, {len({each.page for each in questions})} with questions")
    print(f"{len(questions)} questions, {sum(bool(each.situation) for each in questions)} with a situation")
    for name in ("kind", "voice"):
        print(dict(Counter(getattr(each, name) for each in questions).most_common()))
    twice = [
        text for text, count in Counter((each.page, each.question.lower()) for each in questions).items() if count > 1
    ]
    for page, question in twice:
        print(f"twice on {page}: {question}")
    cited = {(each.page, section) for each in questions if each.kind == ANSWER for section, _ in each.places}
    asked = {each.page for each in questions}
    bare = [(name, at) for name in sorted(asked) for at in range(len(pages[name].sections)) if (name, at) not in cited]
    print(f"{len(bare)} sections of these pages that no question is about: {bare[:20]}")


if __name__ == "__main__":
    main(sys.argv[1:])
