"""The scripts of .ci, which are no modules of a package."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

CI = Path(__file__).parents[1] / ".ci"


def load(name: str) -> ModuleType:
    """Return a script as a module, such as `release/build.py`."""
    spec = importlib.util.spec_from_file_location(name.removesuffix(".py").replace("/", "_"), CI / name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
