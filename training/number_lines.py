"""Prints a page with its lines numbered as the importer cuts them: `python -m training.number_lines PAGE.md ...`."""

import sys
from pathlib import Path

from training.corpus import read_page


def main(names: list[str]) -> None:
    for name in names:
        page = read_page(Path(name))
        print(f"# {page.name}: {page.title}")
        for section, start in zip(page.sections, page.starts, strict=True):
            print(f"## {' > '.join(section.heading_path) or '(opening)'}")
            for number, line in enumerate(section.lines, start=start + 1):
                print(f"{number}\t{line.text}")


if __name__ == "__main__":
    main(sys.argv[1:])
