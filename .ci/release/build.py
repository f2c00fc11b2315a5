"""Build dist/: the wheel, the source archive, and a list of all that svtool needs (an SBOM in CycloneDX's form).

Each is built twice and must come out as the same bytes; what is in the wheel is told file by file before it is kept.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKED = ROOT / "requirements" / "svtool.txt"


def main() -> None:
    """Build everything in a folder of its own, check it, and move it to dist/ once all is well."""
    with tempfile.TemporaryDirectory() as work:
        first, second = (build(Path(work) / name) for name in ("first", "second"))
        check_equal(first, second)
        for wheel in first.glob("*.whl"):
            check_contents(names_in(wheel))
        target = ROOT / "dist"
        target.mkdir(exist_ok=True)
        for path in sorted(first.iterdir()):
            shutil.move(path, target / path.name)
            kilobytes = (target / path.name).stat().st_size / 1000
            sys.stdout.write(f"dist/{path.name}: {kilobytes:,.0f} kB\n")


def build(folder: Path) -> Path:
    """Build the wheel, the source archive and the list into a folder, and return it."""
    _run("-m", "build", "--outdir", str(folder), str(ROOT))
    (folder / ".gitignore").unlink(missing_ok=True)
    wheel = next(folder.glob("*.whl"))
    name, version = wheel.name.split("-")[:2]
    target = folder / f"{name}-{version}.cdx.json"
    _run("-m", "cyclonedx_py", "requirements", "--output-reproducible", "--output-file", str(target), str(LOCKED))
    target.write_text(naming(target.read_text(encoding="utf-8"), name, version), encoding="utf-8")
    return folder


def naming(text: str, name: str, version: str) -> str:
    """Return a list that says what it is the list of."""
    found = json.loads(text)
    found["metadata"]["component"] = {
        "type": "application",
        "name": name,
        "version": version,
        "bom-ref": f"{name}-{version}",
        "purl": f"pkg:pypi/{name}@{version}",
    }
    return json.dumps(found, indent=2, sort_keys=True) + "\n"


def check_equal(first: Path, second: Path) -> None:
    """Check that two builds made the same bytes.

    Raises:
        SystemExit: they did not.
    """
    names = sorted(path.name for path in first.iterdir())
    if names != sorted(path.name for path in second.iterdir()):
        sys.exit("dist: two builds made different files.")
    if changed := [name for name in names if (first / name).read_bytes() != (second / name).read_bytes()]:
        sys.exit(f"dist: two builds of the same files made other bytes: {', '.join(changed)}.")


def names_in(wheel: Path) -> list[str]:
    """Return the names of the files in a wheel."""
    with zipfile.ZipFile(wheel) as zipped:
        return zipped.namelist()


def expected_names() -> set[str]:
    """Return what a wheel should hold: of the package, the definitions and the sample the files that git keeps."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "svtool", "definitions", "sample_data"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    return {
        name if name.startswith("svtool/") else f"svtool/_data/{name}"
        for name in listed
        if name and (ROOT / name).is_file()
    }


def check_contents(names: Iterable[str], expected: set[str] | None = None) -> None:
    """Check that a wheel holds what it should and nothing else, beside what tells of it.

    Raises:
        SystemExit: a file is missing or too many.
    """
    found = {name for name in names if ".dist-info/" not in name}
    wanted = expected_names() if expected is None else expected
    faults = [f"{name}: is missing" for name in sorted(wanted - found)]
    faults += [f"{name}: should not be there" for name in sorted(found - wanted)]
    if faults:
        sys.exit("\n".join(["dist: the wheel does not hold what it should.", *faults]))


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 (our own words)


if __name__ == "__main__":
    main()
