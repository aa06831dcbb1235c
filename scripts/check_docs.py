"""Refuse documentation that no longer tells the truth. Prints each fault with its file; exits 1 when there is one.

    python scripts/check_docs.py

Looked at: links and anchors, generated pages, whether everything that can be run is written about, the words of rule
files, decision records, the properties of security-properties.md, pictures, and paths that exist on one machine only.
"""

import ast
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import build_reference

ROOT = Path(__file__).resolve().parents[1]
SKIPPED = {
    ".git",
    ".venv",
    ".venv-redteam",
    ".venv-bench",
    "node_modules",
    "dist",
    "build",
    "__pycache__",
    ".hypothesis",
    ".pytest_cache",
}
SECTIONS = ("Context", "Choice", "Consequences", "What would change our mind")
MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|Users|root|work|tmp|mnt)/\w[^\s`)]*|\b[A-Z]:\\\\?Users\b")
SVG = "{http://www.w3.org/2000/svg}"

_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(
    r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)=\"([^\"]+)\""
)
_HEADING = re.compile(r"^#{1,6} +(.+?)\s*#*$", re.MULTILINE)
_REFERENCE = re.compile(r"`((?:src|tests|scripts)/[\w./-]+\.py)::(\w+)(?:::(\w+))?`")


def main() -> int:
    faults = [fault for check in CHECKS for fault in check(ROOT)]
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults in the docs." if faults else "The docs are sound.")
    return 1 if faults else 0


def find_dead_links(root: Path) -> Iterator[str]:
    """Relative links in any Markdown file that lead to no file, or to no heading of it."""
    for path in markdown_files(root):
        for target in links_of(path):
            where, _, anchor = target.partition("#")
            aim = (path.parent / where).resolve() if where else path
            if not aim.exists():
                yield f"{path.relative_to(root)}: no such file: {target}"
            elif anchor and aim.suffix == ".md" and anchor not in anchors_of(aim):
                yield f"{path.relative_to(root)}: no such heading: {target}"


def find_stale_reference(root: Path) -> Iterator[str]:
    """Generated pages that differ from what the code says now."""
    built = build_reference.build_pages()
    for path, text in built.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            yield f"{path.relative_to(root)}: out of date; run `make docs`"
    written = set((root / "docs" / "reference").glob("*.md")) - set(built)
    for path in written:
        if build_reference.NOTICE in path.read_text(encoding="utf-8"):
            yield f"{path.relative_to(root)}: generated once, but by nothing now; remove it"


def find_unmentioned(root: Path) -> Iterator[str]:
    """What can be run but is written about nowhere outside the generated reference."""
    build_reference.prepare()
    said = "\n".join(text_of(path) for path in hand_written(root))
    for kind, name in things_to_mention():
        if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", said):
            yield f"docs: the {kind} `{name}` is mentioned nowhere but in the reference"


def things_to_mention() -> Iterator[tuple[str, str]]:
    from typer.main import get_command  # noqa: PLC0415  # only once Django is set up

    from fingerpost import guard  # noqa: PLC0415
    from fingerpost.capabilities import discover  # noqa: PLC0415
    from fingerpost.doors.cli.application import build  # noqa: PLC0415

    yield from (("capability", name) for name in discover())
    for path, _ in build_reference.walk_commands(get_command(build()), ("fingerpost",)):
        yield "command", " ".join(path)
    for check in (*guard.BEFORE, *guard.AFTER, guard.check_next_step):
        yield "guard", check.__name__


def find_unwritten_rule_words(root: Path) -> Iterator[str]:
    """Functions and fields of rule files that their reference page does not name."""
    path = root / "docs" / "reference" / "rule-files.md"
    written = set(re.findall(r"[a-z]+(?:[_-][a-z]+)*", " ".join(_CODE.findall(text_of(path)))))
    for kind, name in words_of_rules():
        if name not in written:
            yield f"{path.relative_to(root)}: does not name the {kind} `{name}`"


def words_of_rules() -> Iterator[tuple[str, str]]:
    """Every word that the language of rule files knows, and what it is."""
    from fingerpost.rules import units  # noqa: PLC0415
    from fingerpost.rules.authoring import examples  # noqa: PLC0415
    from fingerpost.rules.reading import facts, naming, parameters, schemes  # noqa: PLC0415

    yield from (("function", name) for name in sorted(naming.RESERVED))
    fields = {
        "field of a scheme": schemes._FIELDS,
        "field of a rule": schemes._RULE_FIELDS,
        "field of a figure": parameters._FIELDS,
        "field of a fact": facts._FIELDS,
        "field of an example": sorted(examples._FIELDS),
        "kind of scheme": schemes.KINDS,
        "period": tuple(units.PERIODS_A_YEAR),
    }
    yield from ((kind, name) for kind, names in fields.items() for name in names)


def find_poor_decisions(root: Path) -> Iterator[str]:
    """Decision records without one of their four parts, not in the list, or with a number that stands twice."""
    folder = root / "docs" / "decisions"
    listed = set(links_of(folder / "README.md"))
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("[0-9]*.md")):
        name = path.relative_to(root)
        headings = set(_HEADING.findall(text_of(path)))
        yield from (f"{name}: has no heading '{each}'" for each in SECTIONS if each not in headings)
        if path.name not in listed:
            yield f"{name}: is not in docs/decisions/README.md"
        if (number := path.name[:4]) in seen:
            yield f"{name}: has the number of {seen[number]}"
        seen[number] = path.name


def find_machine_paths(root: Path) -> Iterator[str]:
    """Paths that exist on one developer's machine only."""
    for path in markdown_files(root):
        for found in MACHINE.findall(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(root)}: names a path of somebody's machine: {found}"


def find_unproved_properties(root: Path) -> Iterator[str]:
    """Functions and tests that security-properties.md names and that are not there; rows that name too few."""
    path = root / "docs" / "security-properties.md"
    for file, name, member in _REFERENCE.findall(path.read_text(encoding="utf-8")):
        if (member or name) not in definitions_of(root / file):
            yield f"{path.relative_to(root)}: {file} defines no {member or name}"
    for row in rows_of(path, under="What holds today"):
        files = [file for file, _, _ in _REFERENCE.findall(row)]
        if not any("tests/" in file for file in files) or not any(file.startswith("src/") for file in files):
            yield f"{path.relative_to(root)}: names no enforcing function or no test: {row[:60]}"


def find_poor_pictures(root: Path) -> Iterator[str]:
    """SVG pictures that a screen reader cannot tell of."""
    for path in sorted((root / "docs" / "pictures").glob("*.svg")):
        picture = ElementTree.parse(path).getroot()  # noqa: S314  # our own file
        for name in ("title", "desc"):
            if not (picture.findtext(f"{SVG}{name}") or "").strip():
                yield f"{path.relative_to(root)}: has no <{name}>"


def find_disorder_in_glossary(root: Path) -> Iterator[str]:
    """Words of the glossary that are not in order, so that nobody can find them."""
    path = root / "docs" / "glossary.md"
    words = re.findall(r"^\| \*\*(.+?)\*\*", path.read_text(encoding="utf-8"), re.MULTILINE)
    for one, other in pairwise(words):
        if one.casefold() > other.casefold():
            yield f"{path.relative_to(root)}: '{other}' stands after '{one}'"


@cache
def markdown_files(root: Path) -> tuple[Path, ...]:
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(set(folders) - SKIPPED)
        found += [Path(folder) / name for name in sorted(files) if name.endswith(".md")]
    return tuple(found)


def hand_written(root: Path) -> Iterable[Path]:
    """What people wrote: the top of the project, docs but for the reference, and the page of each capability."""
    capabilities = (root / "src" / "fingerpost" / "capabilities").glob("*/README.md")
    pages = (*root.glob("*.md"), *(root / "docs").rglob("*.md"), *capabilities)
    return (path for path in sorted(pages) if build_reference.NOTICE not in text_of(path))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def links_of(path: Path) -> list[str]:
    """Relative targets of links and pictures; those in code, and addresses with a scheme, are left out."""
    prose = _CODE.sub("", _COMMENT.sub("", _FENCE.sub("", text_of(path))))
    targets = ["".join(pair) for pair in _LINK.findall(prose)]
    return [target for target in targets if not re.match(r"[a-z]+:|/", target)]


@cache
def anchors_of(path: Path) -> frozenset[str]:
    """The anchors of a Markdown file as GitHub makes them: a heading that stands twice gets -1."""
    found: dict[str, int] = {}
    anchors = set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text_of(path)))
    for heading in _HEADING.findall(_FENCE.sub("", text_of(path))):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\s-]", "", words).strip().replace(" ", "-")
        anchors.add(f"{slug}-{found[slug]}" if slug in found else slug)
        found[slug] = found.get(slug, 0) + 1
    return frozenset(anchors)


@cache
def definitions_of(path: Path) -> frozenset[str]:
    """The names that a Python file defines, at any depth, or assigns at its top; none where there is no file."""
    if not path.is_file():
        return frozenset()
    tree = ast.parse(text_of(path))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    assigned = (node for node in tree.body if isinstance(node, (ast.Assign, ast.AnnAssign)))
    targets = (target for node in assigned for target in getattr(node, "targets", [getattr(node, "target", None)]))
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    return frozenset(names | {node.name for node in ast.walk(tree) if isinstance(node, kinds)})


def rows_of(path: Path, *, under: str) -> list[str]:
    """The rows of the tables under one second-level heading, without their heads."""
    section = re.split(rf"^## {re.escape(under)}\s*$", text_of(path), flags=re.MULTILINE)[-1]
    lines = re.split(r"^## ", section, maxsplit=1, flags=re.MULTILINE)[0].splitlines()
    return [line for head, line in pairwise(["", *lines]) if line.startswith("| ") and head.startswith("|")]


CHECKS: tuple[Callable[[Path], Iterator[str]], ...] = (
    find_dead_links,
    find_stale_reference,
    find_unmentioned,
    find_unwritten_rule_words,
    find_poor_decisions,
    find_machine_paths,
    find_unproved_properties,
    find_poor_pictures,
    find_disorder_in_glossary,
)


if __name__ == "__main__":
    sys.exit(main())
