"""Build dist/svtool-VERSION-PYTHON-PLATFORM.zip: svtool and all it needs as wheels, and how to install them offline.

Wheels with compiled parts fit one platform and one Python version, so the zip is built where it is to be used, or on
a machine of the same kind that has a network.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # a zip holds times; without one of our own the same wheels make other bytes


def main() -> None:
    """Gather the wheels and write the zip."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    with tempfile.TemporaryDirectory() as work:
        wheels = Path(work) / "wheels"
        gather_wheels(wheels)
        own = next(wheels.glob("svtool-*.whl"))
        version = own.name.split("-")[1]
        instructions = (Path(__file__).parent / "INSTALL.txt").read_text(encoding="utf-8")
        for word, value in (("VERSION", version), ("PYTHON", python), ("PLATFORM", platform)):
            instructions = instructions.replace(f"@{word}@", value)
        name = f"svtool-{version}-py{python.replace('.', '')}-{platform}.zip"
        write_zip(Path(work) / name, instructions, sorted(wheels.glob("*.whl")))
        target = ROOT / "dist" / name
        target.parent.mkdir(exist_ok=True)
        # Moved when it is whole: a build that fails leaves the zip of before.
        shutil.move(Path(work) / name, target)
    megabytes = target.stat().st_size / 1e6
    sys.stdout.write(f"{target.relative_to(ROOT)}: {megabytes:.0f} MB. INSTALL.txt in it says how to install.\n")


def gather_wheels(folder: Path) -> None:
    """Build svtool's wheel and gather those of everything it needs, for this platform and Python."""
    # The build leaves no trace in the checkout: hatchling writes into the folder it is given.
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--prefer-binary"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True)  # noqa: S603


def write_zip(target: Path, instructions: str, wheels: list[Path]) -> None:
    """Write the zip."""
    with zipfile.ZipFile(target, "w") as zipped:
        # Notepad of older Windows shows line feeds alone as one line.
        zipped.writestr(zipfile.ZipInfo("INSTALL.txt", FIRST_DAY), instructions.replace("\n", "\r\n"))
        for wheel in wheels:
            # Wheels are compressed already.
            zipped.writestr(zipfile.ZipInfo(f"wheels/{wheel.name}", FIRST_DAY), wheel.read_bytes())


if __name__ == "__main__":
    main()
