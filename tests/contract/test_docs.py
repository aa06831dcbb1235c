"""The documentation tells the truth: the check finds none of the faults it looks for, and finds each when planted."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DECISION = "# 1. One\n\n## Context\nA.\n\n## Choice\nB.\n\n## Consequences\nC.\n\n## What would change our mind\nD.\n"


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/check_docs.py, which is a program and no part of the package."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import check_docs  # noqa: PLC0415

    return check_docs


@pytest.fixture
def root(tmp_path: Path, check: ModuleType) -> Iterator[Path]:
    """A project with sound documentation of its own, to plant faults in."""
    for folder in ("docs/decisions", "docs/pictures", "src", "tests"):
        (tmp_path / folder).mkdir(parents=True)
    write(tmp_path, "docs/decisions/README.md", "[One](0001-one.md)")
    write(tmp_path, "docs/decisions/0001-one.md", DECISION)
    write(tmp_path, "docs/glossary.md", "| **Ask** | a |\n| **Body** | b |\n")
    write(
        tmp_path,
        "README.md",
        "# Top\n\nSee [choices](docs/decisions/README.md) and [one](docs/decisions/0001-one.md#choice).\n",
    )
    yield tmp_path
    check.markdown_files.cache_clear()
    check.anchors_of.cache_clear()
    check.definitions_of.cache_clear()


def write(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text, encoding="utf-8")


def test_the_documentation_of_this_project_is_sound() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/check_docs.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_sound_documentation_has_no_faults(root: Path, check: ModuleType) -> None:
    for find in (check.find_dead_links, check.find_poor_decisions, check.find_machine_paths, check.find_poor_pictures):
        assert list(find(root)) == []


def test_a_link_to_a_missing_file_is_found(root: Path, check: ModuleType) -> None:
    write(root, "docs/page.md", "[gone](nowhere.md)")
    assert list(check.find_dead_links(root)) == ["docs/page.md: no such file: nowhere.md"]


def test_a_link_to_a_missing_heading_is_found(root: Path, check: ModuleType) -> None:
    write(root, "docs/page.md", "# Here\n\n[gone](../README.md#nowhere) [same page](#here)")
    assert list(check.find_dead_links(root)) == ["docs/page.md: no such heading: ../README.md#nowhere"]


def test_headings_that_stand_twice_can_be_told_apart(root: Path, check: ModuleType) -> None:
    write(
        root,
        "docs/page.md",
        "## What's `new`?\n\n## What's `new`?\n\n[a](#whats-new) [b](#whats-new-1) [c](#whats-new-2)",
    )
    assert list(check.find_dead_links(root)) == ["docs/page.md: no such heading: #whats-new-2"]


def test_links_in_code_and_to_other_sites_are_left_alone(root: Path, check: ModuleType) -> None:
    write(root, "docs/page.md", "`[a](b.md)`\n\n```md\n[c](d.md)\n```\n[e](https://www.gov.uk/f)")
    assert list(check.find_dead_links(root)) == []


@pytest.mark.parametrize("part", ["Context", "Choice", "Consequences", "What would change our mind"])
def test_a_decision_without_one_of_its_parts_is_found(root: Path, check: ModuleType, part: str) -> None:
    write(root, "docs/decisions/0001-one.md", DECISION.replace(f"## {part}\n", ""))
    assert list(check.find_poor_decisions(root)) == [f"docs/decisions/0001-one.md: has no heading '{part}'"]


def test_a_decision_that_is_not_listed_or_shares_a_number_is_found(root: Path, check: ModuleType) -> None:
    write(root, "docs/decisions/0001-two.md", DECISION)
    assert list(check.find_poor_decisions(root)) == [
        "docs/decisions/0001-two.md: is not in docs/decisions/README.md",
        "docs/decisions/0001-two.md: has the number of 0001-one.md",
    ]


@pytest.mark.parametrize("path", ["/home/ada/fingerpost", "/Users/ada/x", "/root/here"])
def test_a_path_of_somebodys_machine_is_found(root: Path, check: ModuleType, path: str) -> None:
    write(root, "docs/page.md", f"Open {path}.")
    assert len(list(check.find_machine_paths(root))) == 1


def test_a_property_whose_test_is_gone_is_found(root: Path, check: ModuleType) -> None:
    write(root, "src/lock.py", "def hold() -> None: ...\n")
    write(root, "tests/test_lock.py", "def test_it_holds() -> None: ...\n")
    row = "| held | `src/lock.py::hold` | `tests/test_lock.py::test_it_{}` |"
    table = f"## What holds today\n\n| property | by | test |\n|---|---|---|\n{row}\n"
    write(root, "docs/security-properties.md", table.format("holds"))
    assert list(check.find_unproved_properties(root)) == []
    write(root, "docs/security-properties.md", table.format("slips"))
    assert list(check.find_unproved_properties(root)) == [
        "docs/security-properties.md: tests/test_lock.py defines no test_it_slips"
    ]


def test_a_property_that_names_no_test_is_found(root: Path, check: ModuleType) -> None:
    write(root, "src/lock.py", "def hold() -> None: ...\n")
    table = "## What holds today\n\n| property | by | test |\n|---|---|---|\n| held | `src/lock.py::hold` | none |\n"
    write(root, "docs/security-properties.md", table)
    assert len(list(check.find_unproved_properties(root))) == 1


def test_a_picture_that_cannot_be_read_aloud_is_found(root: Path, check: ModuleType) -> None:
    write(root, "docs/pictures/bare.svg", '<svg xmlns="http://www.w3.org/2000/svg"><title>A road</title></svg>')
    assert list(check.find_poor_pictures(root)) == ["docs/pictures/bare.svg: has no <desc>"]


def test_a_glossary_out_of_order_is_found(root: Path, check: ModuleType) -> None:
    write(root, "docs/glossary.md", "| **Body** | b |\n| **Ask** | a |\n")
    assert list(check.find_disorder_in_glossary(root)) == ["docs/glossary.md: 'Ask' stands after 'Body'"]


def test_a_word_of_rule_files_that_its_page_does_not_name_is_found(root: Path, check: ModuleType) -> None:
    (root / "docs/reference").mkdir()
    named = [name for _, name in check.words_of_rules() if name != "part_steps"]
    write(root, "docs/reference/rule-files.md", " ".join(f"`{name}`" for name in named))
    assert list(check.find_unwritten_rule_words(root)) == [
        "docs/reference/rule-files.md: does not name the function `part_steps`"
    ]
