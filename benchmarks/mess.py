"""Make the benchmark's extract messy: about one row in a hundred has a defect, of a dozen kinds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# column → what stands in it, and how often
CELLS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("recorded_date", ("2021-02-31", "0000-00-00", "TBC"), 0.0005),
    ("recorded_date", ("1900-01-01", "1970-01-01"), 0.0005),
    ("committed_date", ("2098-06-14",), 0.0003),
    ("committed_date", ("#REF!", "########"), 0.0003),
    ("offence_class", ("S39", "77Z", "5.00E+00"), 0.0006),
    ("offence_class", ("8n", " 08N ", "34b"), 0.0006),
    ("offence_subcode", ("44062", "08-Jan"), 0.0004),
    ("knife", ("KNIFE", "Knives", "see MO"), 0.0008),
    ("domestic_abuse", ("Not recorded",), 0.0006),
    ("victim_age", ("-1", "121", "34 yrs", "34.6"), 0.0010),
    ("victim_sex", ("Femal", " f "), 0.0008),
    ("reference", ("",), 0.0004),
    ("location_type", ("Car park", "=HYPERLINK()"), 0.0004),
    ("beat", ("caf\u00c3\u00a9",), 0.0003),
    ("outcome", ("call 07700 900123",), 0.0003),
)
UNTIDY_REFERENCES, TOO_MANY, TOO_FEW = 0.0008, 0.0004, 0.0004


def add_mess(rng: np.random.Generator, columns: dict[str, pa.Array]) -> dict[str, pa.Array]:
    """Return the columns with defects in some cells."""
    found = dict(columns)
    rows = len(next(iter(columns.values())))
    for name, texts, share in CELLS:
        wrong = pa.array(texts).take(pa.array(rng.integers(0, len(texts), rows)))
        found[name] = pc.if_else(_some(rng, rows, share), wrong, found[name])
    padded = pc.binary_join_element_wise(" ", pc.utf8_lower(found["reference"]), " ", "")
    found["reference"] = pc.if_else(_some(rng, rows, UNTIDY_REFERENCES), padded, found["reference"])
    return found


def break_lines(rng: np.random.Generator, lines: pa.Array, shorter: pa.Array) -> pa.Array:
    """Return lines of which some have a cell too many or too few."""
    longer = pc.binary_join_element_wise(lines, "moved on", ",")
    lines = pc.if_else(_some(rng, len(lines), TOO_MANY), longer, lines)
    return pc.if_else(_some(rng, len(lines), TOO_FEW), shorter, lines)


def _some(rng: np.random.Generator, rows: int, share: float) -> Any:
    return pa.array(rng.random(rows) < share)
