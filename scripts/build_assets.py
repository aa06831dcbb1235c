"""Build the front-end assets from the packages that package-lock.json pins by digest.

    python scripts/build_assets.py [--force]

Node comes from the machine; where there is none, from the wheel that requirements-node.lock pins. What is built goes to
the citizen pages' static folder, which git ignores. Nothing is done while the inputs and what was built are unchanged.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CITIZEN = ROOT / "src" / "fingerpost" / "doors" / "citizen"
STYLES = CITIZEN / "styles"
BUILT = CITIZEN / "static" / "fingerpost" / "built"
FRONTEND = ROOT / "node_modules" / "govuk-frontend"
LEAFLET = ROOT / "node_modules" / "leaflet"
STAMP = "built.json"

# Off GOV.UK neither the crown, the crest nor the typeface may be used: a build that holds one is refused.
FORBIDDEN = ("@font-face", "GDS Transport", "crest", "crown")


def main() -> int:
    inputs = digest_of_inputs()
    if "--force" not in sys.argv[1:] and is_up_to_date(inputs):
        print("Front-end assets are up to date.")
        return 0
    node, npm = find_node()
    install_packages(npm)
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILT.parent) as folder:
        draft = Path(folder)
        compile_styles(node, draft)
        copy_scripts(draft)
        copy_map(draft)
        refuse_forbidden(draft / "fingerpost.css")
        compress(draft)
        write_stamp(draft, inputs)
        replace_folder(draft, BUILT)
    sizes = ", ".join(f"{path.name} {path.stat().st_size // 1024} kB" for path in sorted(BUILT.iterdir()))
    print(f"Front-end assets built: {sizes}.")
    return 0


def digest_of_inputs() -> str:
    """SHA-256 over the name and content of all that decides the result."""
    paths = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc", "requirements-node.lock")]
    paths += [Path(__file__).resolve(), *sorted(STYLES.glob("*.scss"))]
    hashed = hashlib.sha256()
    for path in paths:
        hashed.update(f"{path.name}\0{sha256_of(path)}\n".encode())
    return hashed.hexdigest()


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_up_to_date(inputs: str) -> bool:
    """Were these inputs built before, and is every file of that build still as it was?"""
    try:
        stamp = json.loads((BUILT / STAMP).read_text(encoding="utf-8"))
        return stamp["inputs"] == inputs and all(
            sha256_of(BUILT / name) == digest for name, digest in stamp["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False  # no stamp, or not one of ours: build


def find_node() -> tuple[str, str]:
    """Paths of node and npm."""
    if not (shutil.which("node") and shutil.which("npm")):
        print("No Node on this machine: installing the pinned wheel.")
        lock = str(ROOT / "requirements-node.lock")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", lock]
        subprocess.run(pip, check=True)
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise SystemExit("Node could not be installed. Install Node 20 or newer, then run this again.")
    return node, npm


def install_packages(npm: str) -> None:
    """`npm ci` checks each package against the digest in package-lock.json and runs none of its scripts."""
    quietly = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    command = [npm, "ci", "--omit=optional", "--ignore-scripts", *quietly]
    if subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode:
        raise SystemExit("npm could not install the front-end packages (see above). Check the network, then try again.")
    pinned = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, wanted in pinned.items():
        found = json.loads((ROOT / "node_modules" / name / "package.json").read_text(encoding="utf-8"))["version"]
        if found != wanted:
            raise SystemExit(f"{name} is {found}, not the pinned {wanted}.")


def compile_styles(node: str, into: Path) -> None:
    sass = ROOT / "node_modules" / "sass" / "sass.js"
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={ROOT / 'node_modules'}"]
    source = str(STYLES / "fingerpost.scss")
    css = into / "fingerpost.css"
    subprocess.run([node, str(sass), *options, source, str(css)], check=True)
    css.write_text(follow_the_writing(css.read_text(encoding="utf-8")), encoding="utf-8")


# GOV.UK Frontend names sides of the screen. Named by the way the words run, the same rules mirror for Arabic or Urdu.
SIDES = (
    (r"(?<![\w-])(margin|padding|border)-SIDE(?=[-:])", r"\1-inline-WAY"),
    (r"(?<![\w-])SIDE(?=:)", "inset-inline-WAY"),
    (r"(?<![\w-])text-align:SIDE", "text-align:WAY"),
    (r"(?<![\w-])float:SIDE(!important)?", r"\g<0>;float:inline-WAY\1"),
)


def follow_the_writing(css: str) -> str:
    """The same styles with left and right said as start and end.

    Floats keep both names: browsers of before 2023 know the old one only.
    """
    for pattern, name in SIDES:
        for side, way in (("left", "start"), ("right", "end")):
            css = re.sub(pattern.replace("SIDE", side), name.replace("WAY", way), css)
    return css


def copy_scripts(into: Path) -> None:
    """The module as it comes, less its pointer to a source map that we do not serve; and its licence."""
    script = (FRONTEND / "dist" / "govuk" / "govuk-frontend.min.js").read_text(encoding="utf-8")
    script = re.sub(r"//# sourceMappingURL=\S+\s*\Z", "", script)
    (into / "govuk-frontend.min.js").write_text(script.rstrip() + "\n", encoding="utf-8")
    mit = (ROOT / "LICENSE").read_text(encoding="utf-8").partition("Permission is hereby granted")
    owner = "govuk-frontend: the MIT License. Copyright (C) 2017 Crown Copyright (Government Digital Service)\n\n"
    (into / "govuk-frontend-licence.txt").write_text(owner + mit[1] + mit[2], encoding="utf-8")


# Leaflet writes HTML into an element once, as it is loaded, to see whether the browser draws SVG. Our policy lets
# nobody do that, and every browser that runs our modules draws SVG: the question is answered in its place.
ASKS_FOR_SVG = re.compile(
    r"""\((\w+)=document\.createElement\("div"\)\)\.innerHTML="<svg/>","http://www\.w3\.org/2000/svg"==="""
    r"""\(\1\.firstChild&&\1\.firstChild\.namespaceURI\)"""
)

# What it puts in the place of a tile that it waits for no longer: a picture in an address, which our policy refuses.
EMPTY_PICTURE = re.compile(r'"data:image/gif;base64,[\w+/=]+"')


def copy_map(into: Path) -> None:
    """Leaflet for the pages that show a map; its styles without pictures, as our pins and buttons are our own."""
    script = (LEAFLET / "dist" / "leaflet.js").read_text(encoding="utf-8")
    script, answered = ASKS_FOR_SVG.subn("!0", re.sub(r"//# sourceMappingURL=\S+\s*\Z", "", script))
    script, emptied = EMPTY_PICTURE.subn('""', script)
    if (answered, emptied) != (1, 1):
        raise SystemExit("Leaflet is not as expected: see ASKS_FOR_SVG and EMPTY_PICTURE in scripts/build_assets.py.")
    (into / "leaflet.js").write_text(script.rstrip() + "\n", encoding="utf-8")
    css = (LEAFLET / "dist" / "leaflet.css").read_text(encoding="utf-8")
    rules = (rule + "}" for rule in re.sub(r"/\*.*?\*/", "", css, flags=re.S).split("}") if "url(" not in rule)
    kept = re.sub(r"\s+", " ", "".join(rules)).removesuffix("}").strip()
    (into / "leaflet.css").write_text(kept + "\n", encoding="utf-8")
    licence = (LEAFLET / "LICENSE").read_text(encoding="utf-8")
    (into / "leaflet-licence.txt").write_text(f"Leaflet: the 2-Clause BSD License.\n\n{licence}", encoding="utf-8")


def refuse_forbidden(css: Path) -> None:
    text = css.read_text(encoding="utf-8")
    for word in FORBIDDEN:
        if word.lower() in text.lower():
            raise SystemExit(f"The built styles hold '{word}', which must not be served off GOV.UK.")


def compress(folder: Path) -> None:
    """A smaller copy beside each, for browsers that take it. The same input gives the same bytes."""
    for path in [*folder.glob("*.css"), *folder.glob("*.js")]:
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), compresslevel=9, mtime=0))


def write_stamp(folder: Path, inputs: str) -> None:
    files = {path.name: sha256_of(path) for path in sorted(folder.iterdir())}
    (folder / STAMP).write_text(json.dumps({"inputs": inputs, "files": files}, indent=1) + "\n", encoding="utf-8")


def replace_folder(draft: Path, target: Path) -> None:
    """Put the whole build in place; a failed build leaves the old one as it was."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(draft, fresh)
    shutil.rmtree(target, ignore_errors=True)
    fresh.chmod(0o755)  # the draft was for its owner only
    fresh.rename(target)


if __name__ == "__main__":
    sys.exit(main())
