"""Arrow without pandas, and scipy without all that numpy has beside it, in a process of our own."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder


def keep_arrow_from_loading_pandas() -> None:
    """Let Arrow find no pandas when it looks for it; what needs a data frame still loads it.

    Arrow imports pandas (a third of a second) at the first list that it is given, to see whether that is a series. It
    looks once; what really asks it for a data frame makes it look again. In a process that is not ours, where somebody
    may hand Arrow series, this would be wrong.
    """
    if "pandas" in sys.modules:
        return
    import pyarrow as pa

    without = _WithoutPandas()
    sys.meta_path.insert(0, without)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(without)


def keep_scipy_from_loading_all_of_numpy() -> None:
    """Let numpy list no module that it has not loaded; whoever asks for one by its name still gets it.

    scipy copies all that numpy lists, and so loads its tools for Fortran and for tests (a tenth of a second). In a
    process that is not ours, where somebody may ask scipy's copy for one of them, this would be wrong.
    """
    if "scipy" in sys.modules:
        return
    import numpy as np

    loaded = [name for name in np.__all__ if name in vars(np)]
    np.__all__ = loaded
    vars(np)["__dir__"] = lambda: loaded


class _WithoutPandas(MetaPathFinder):
    """Says that there is no pandas."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Fail for pandas; leave every other module to those who know it."""
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)
