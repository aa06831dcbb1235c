"""A second capability is one folder and nothing else: made in a copy of the whole package, and proved there."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import fingerpost
from fingerpost.capabilities.scaffold import TAKEN, new_capability
from fingerpost.contract.errors import InvalidRequest

PACKAGE = Path(fingerpost.__file__).parent
REPOSITORY = PACKAGE.parents[1]
NAME, COMMAND = "find_school", "find-school"
CASES = [
    {"id": "schools-001", "question": "when is my bin emptied", "nation": None, "expect": "answered"},
    {"id": "schools-002", "question": "how much is the child grant", "nation": "wales", "expect": "answered"},
    {"id": "schools-x01", "question": "who won the cup final in 1966", "nation": None, "expect": "cannot_answer"},
]
LEFT_BEHIND = ("__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis")


@dataclass(frozen=True)
class Copy:
    """A copy of the package with its contract tests, and what it held before the capability was made."""

    root: Path
    before: dict[str, str]
    made: "subprocess.CompletedProcess[str]"

    @property
    def folder(self) -> Path:
        return self.root / "src" / "fingerpost" / "capabilities" / NAME

    def run(self, *command: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return run_in(self.root, *command, **more)

    def pytest(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self.run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments)

    def fingerpost(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return self.run(sys.executable, "-c", "from fingerpost.doors.cli import main; main()", *arguments, **more)


def run_in(root: Path, *command: str, **more: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DJANGO_"))}
    ours = {
        "PYTHONPATH": str(root / "src"),
        "FINGERPOST_HOME": str(root / "home"),
        "FINGERPOST_STARTER_LIBRARY": "false",
    }
    return subprocess.run(
        command, cwd=root, env={**kept, **ours, **more}, capture_output=True, text=True, timeout=150, check=False
    )


def digests_of(root: Path) -> dict[str, str]:
    """Every file of the copy by its path, with its SHA-256. What Python and the tools leave behind is not counted."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {"home", *LEFT_BEHIND} & set(path.relative_to(root).parts)
    }


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    root = tmp_path_factory.mktemp("copy")
    clean = shutil.ignore_patterns(*LEFT_BEHIND)
    shutil.copytree(PACKAGE, root / "src" / "fingerpost", ignore=clean)
    for each in ("pages", "contract"):
        shutil.copytree(REPOSITORY / "tests" / each, root / "tests" / each, ignore=clean)
    for each in ("pyproject.toml", "tests/conftest.py", "tests/settings.py", "tests/postgres.py"):
        shutil.copy(REPOSITORY / each, root / each)
    before = digests_of(root)
    made = run_in(root, sys.executable, "-c", "from fingerpost.doors.cli import main; main()", "new-capability", NAME)
    yield Copy(root=root, before=before, made=made)
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def filled_in(copy: Copy) -> Copy:
    """The copy, once somebody has written the cases."""
    lines = "".join(json.dumps(case) + "\n" for case in CASES)
    (copy.folder / "cases" / "cases.jsonl").write_text(lines, encoding="utf-8")
    return copy


def test_it_is_made_by_one_command_that_says_what_it_made(copy):
    assert copy.made.returncode == 0, copy.made.stderr
    for each in ("card.toml", "handle.py", "README.md", "cases/cases.jsonl", f"tests/test_{NAME}.py"):
        assert f"{NAME}/{each}" in copy.made.stdout.replace("\n", "")


def test_until_its_cases_are_written_the_contract_tests_say_that_and_nothing_else(copy):
    done = copy.pytest("tests/contract/test_capabilities.py", "-k", NAME, "-rf")
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    assert len(failed) == 2, done.stdout
    assert all("enough_and_each_fits" in line or "figure_that_its_cases_measure" in line for line in failed)
    assert "its README.md shows how" in done.stdout


def test_with_its_cases_written_it_passes_the_contract_tests(filled_in):
    done = filled_in.pytest("tests/contract/test_capabilities.py", "-k", f"{NAME} or doors")
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_passes_its_own_tests(filled_in):
    done = filled_in.pytest(str(filled_in.folder))
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_code_is_formatted_and_lints_clean(filled_in):
    for arguments in (("format", "--check"), ("check",)):
        done = filled_in.run("ruff", *arguments, "--no-cache", str(filled_in.folder), PATH=_tools())
        assert done.returncode == 0, done.stdout


def test_its_types_are_strict(filled_in):
    done = filled_in.run(
        *(sys.executable, "-m", "mypy", "--strict", "--config-file=", "--follow-imports=silent"),
        *("--cache-dir", str(filled_in.root / ".mypy_cache"), str(filled_in.folder)),
        MYPYPATH=str(filled_in.root / "src"),
    )
    assert done.returncode == 0, done.stdout


def test_it_has_a_command_an_api_path_and_a_page(filled_in):
    helped = filled_in.fingerpost(COMMAND, "--help")
    assert helped.returncode == 0, helped.stderr
    assert "--question" in helped.stdout
    looked = filled_in.run(sys.executable, "-c", LOOK_AT_THE_DOORS, DJANGO_SETTINGS_MODULE="fingerpost.site.settings")
    assert looked.returncode == 0, looked.stderr
    assert json.loads(looked.stdout) == {"page": 200, "asks": True, "api": ["question", "nation", "language"]}


LOOK_AT_THE_DOORS = f"""
import json
import django
django.setup()
from django.test import Client
client = Client(headers={{"host": "localhost"}})
page = client.get("/{COMMAND}")
schema = client.get("/api/openapi.json").json()
body = schema["paths"]["/api/v1/{COMMAND}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
fields = schema["components"]["schemas"][body["$ref"].rpartition("/")[2]]["properties"]
print(json.dumps({{"page": page.status_code, "asks": b"Your question" in page.content, "api": list(fields)}}))
"""


@pytest.mark.model
def test_it_travels_the_whole_road_and_a_person_looks_first(filled_in):
    imported = filled_in.fingerpost("import", str(filled_in.root / "tests" / "pages"))
    assert imported.returncode == 0, imported.stderr
    asked = filled_in.fingerpost(COMMAND, "--question", "my bin was not collected, what do I do", "--json")
    assert asked.stdout, asked.stderr
    reply = json.loads(asked.stdout)
    assert (reply["capability"], reply["outcome"], reply["claims"]) == (NAME, "handed over", [])
    steps = {step["name"]: step for step in reply["steps"]}
    assert (steps["capability"]["claims"], steps["check"]["kept"]) == (1, 1)
    assert steps["route"]["reason"] == "a person always decides"


def test_nothing_else_has_changed(filled_in):
    """Runs last, after all that was done with it."""
    after = digests_of(filled_in.root)
    own = str(filled_in.folder.relative_to(filled_in.root))
    assert {path: digest for path, digest in after.items() if not path.startswith(own)} == filled_in.before
    assert sum(path.startswith(own) for path in after) == 10


def _tools() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


CANNOT_BE_NAMES = ("", "a" * 41, "FindSchool", "find-school", "find school", "1st", "_find", "find_", "find__school")


@pytest.mark.parametrize("name", [*CANNOT_BE_NAMES, "class", "../evil", "écoles", "find.school", "find\nschool"])
def test_a_name_that_cannot_be_a_folder_and_a_module_is_refused(tmp_path, name):
    with pytest.raises(InvalidRequest, match="cannot be a name"):
        new_capability(name, folder=tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["serve", "new_capability", "guidance", "scaffold", "api"])
def test_a_name_that_a_door_keeps_for_itself_is_refused(tmp_path, name):
    assert name.replace("_", "-") in TAKEN
    with pytest.raises(InvalidRequest, match="taken"):
        new_capability(name, folder=tmp_path)


def test_a_name_that_is_there_already_is_refused_and_left_alone(tmp_path):
    made = new_capability("find_school", folder=tmp_path)
    made[0].write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidRequest, match="already"):
        new_capability("find_school", folder=tmp_path)
    assert made[0].read_text(encoding="utf-8") == "mine"


def test_a_command_of_another_capability_is_refused(tmp_path):
    (made,) = [path for path in new_capability("find_school", folder=tmp_path) if path.name == "card.toml"]
    made.write_text(made.read_text(encoding="utf-8").replace("find-school", "schools"), encoding="utf-8")
    with pytest.raises(InvalidRequest, match="taken"):
        new_capability("schools", folder=tmp_path)


def test_a_fault_on_the_way_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(template: Path, path: Path, words: dict[str, str]) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fingerpost.capabilities.scaffold._write", fail)
    with pytest.raises(OSError, match="No space"):
        new_capability("find_school", folder=tmp_path)
    assert not list(tmp_path.iterdir())


def test_even_the_longest_name_makes_tidy_code(tmp_path):
    package = tmp_path / "src" / "fingerpost" / "capabilities"
    shutil.copytree(PACKAGE / "contract", package.parent / "contract")  # so that imports sort as they do in its place
    package.mkdir()
    new_capability("a" * 40, folder=package)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    for arguments in (("format", "--check"), ("check",)):
        done = run_in(tmp_path, "ruff", *arguments, "--no-cache", str(package), PATH=_tools())
        assert done.returncode == 0, done.stdout
