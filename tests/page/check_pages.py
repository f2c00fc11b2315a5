"""Checks pages with axe-core and the Nu validator, at the widths and in the colours people have.

Tools of npm, Java and Chromium do the work. Where one of them is not installed, or the registry is not reached, that is
said and nothing fails: what checks the page is no part of svtool.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from made_up_projects import MADE_UP

HERE = Path(__file__).parent
INSTALL = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
LONGEST_INSTALL = 120  # seconds
VALIDATOR = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ALL_VIEWS = ",".join(f"{width}:{colours}" for width in (360, 768, 1280, 1920) for colours in ("light", "dark"))
FEW_VIEWS = "360:dark,1280:light"
POLICY = ("--disclosure", "threshold_5")
SAMPLE = {
    "sample": (),
    "sample_rates": ("--rates",),
    "sample_policy": POLICY,
    "sample_by_area_and_sex": ("--by", "area,sex"),
}
PROFILES = {"profile": ("--sample",), "profile_policy": ("--sample", *POLICY)}


def main(words: Sequence[str] | None = None) -> int:
    """Check the pages; return 0 where none has a fault or the tools are not there."""
    options = _options(words)
    missing = _what_is_missing()
    if missing:
        print(f"The pages are not checked: {missing}.")
        return 0
    with TemporaryDirectory() as folder:
        sample, hard = _write_sample(Path(folder)), _write_hard(Path(folder))
        results = [_validate([*sample, *hard]), _browse(FEW_VIEWS if options.few else ALL_VIEWS, [*sample, *hard])]
    print(f"{len(sample) + len(hard)} pages: {'a fault, or more' if any(results) else 'no fault'}.")
    return int(any(results))


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--few", action="store_true", help=f"at {FEW_VIEWS}, not at {ALL_VIEWS}")
    return parser.parse_args(words)


def _what_is_missing() -> str:
    """Install the tools; return in words what is missing, nothing where all are there."""
    needed = [name for name in ("node", "npm", "java") if shutil.which(name) is None]
    needed += [] if _browser() else ["Chromium"]
    if needed:
        return f"{' and '.join(needed)} not installed"
    try:
        subprocess.run(INSTALL, cwd=HERE, check=True, timeout=LONGEST_INSTALL, stdout=subprocess.DEVNULL)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return "npm could not install axe-core, playwright-core and vnu-jar"
    return ""


def _browser() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def _write_sample(folder: Path) -> list[Path]:
    return [
        *(_report(folder / f"{name}.html", "--sample", *options) for name, options in SAMPLE.items()),
        *(
            _page("profile", folder / f"{name}.html", "--format", "html", *options)
            for name, options in PROFILES.items()
        ),
    ]


def _write_hard(folder: Path) -> list[Path]:
    pages = []
    for name, make in MADE_UP.items():
        make(folder / name)
        project = ("--project", str(folder / name / "svtool.yaml"))
        pages.append(_report(folder / f"{name}.html", *project))
        if name != "wide":  # so many figures under a policy take minutes
            pages.append(_report(folder / f"{name}_policy.html", *project, *POLICY))
    return pages


def _report(out: Path, *options: str) -> Path:
    return _page("report", out, *options)


def _page(command: str, out: Path, *options: str) -> Path:
    words = [sys.executable, "-m", "svtool", command, *options, "--out", str(out)]
    subprocess.run(words, check=True, stderr=subprocess.DEVNULL)
    return out


def _validate(pages: Sequence[Path]) -> int:
    return subprocess.run(["java", "-jar", str(VALIDATOR), "--stdout", *map(str, pages)], check=False).returncode


def _browse(views: str, pages: Sequence[Path]) -> int:
    words = ["node", str(HERE / "check_pages.mjs"), str(_browser()), views, *map(str, pages)]
    return subprocess.run(words, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
