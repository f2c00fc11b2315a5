"""svtool: success measures of serious violence, by a definition that anyone can read.

The same verbs as the commands, returning pandas data frames with the columns of their CSV where that is natural.
"""

from svtool.api.area_verbs import areas
from svtool.api.comparing_verbs import compare
from svtool.api.figure_verbs import count, measures, report, trend
from svtool.api.profile_verb import profile
from svtool.api.project_verbs import check, definition, ingest, init, sample, verify
from svtool.api.record_verbs import classify, explain, review, validate
from svtool.api.return_verbs import returns
from svtool.version import __version__

__all__ = [
    "__version__",
    "areas",
    "check",
    "classify",
    "compare",
    "count",
    "definition",
    "explain",
    "ingest",
    "init",
    "measures",
    "profile",
    "report",
    "returns",
    "review",
    "sample",
    "trend",
    "validate",
    "verify",
]
