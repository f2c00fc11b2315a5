"""The public files that SVTOOL_REAL_DATA points at."""

from __future__ import annotations

import os
from collections.abc import Callable

import pandas as pd

FOLDER = os.environ.get("SVTOOL_REAL_DATA")
Counted = Callable[..., pd.DataFrame]
