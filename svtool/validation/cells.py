"""Cells that were not understood: what is wrong with each text, told once per distinct text."""

from __future__ import annotations

from collections.abc import Iterator

from svtool.errors import several
from svtool.extracts.values import Fault
from svtool.findings.finding import Finding
from svtool.validation.reading import Reading

KIND_OF_FAULT: dict[Fault, str] = {
    Fault.UNRECOGNISED: "V25",
    Fault.NOT_A_DATE: "V10",
    Fault.NOT_A_RANGE: "V10",
    Fault.NOT_AN_AGE: "V26",
    Fault.IMPLAUSIBLE_AGE: "V20",
    Fault.NOT_A_NUMBER: "V31",
    Fault.NOT_AN_AMPDS_CODE: "V25",
    Fault.NOT_AN_ICD10_CODE: "V25",
    Fault.UNKNOWN_CODE: "V21",
}


def find_odd_cells(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each field and fault."""
    for name, texts in reading.odd.items():
        for fault in Fault:
            faulty = [text for text in texts if text.judged.fault == fault]
            if faulty:
                count = sum(text.count for text in faulty)
                places = sorted(place for text in faulty for place in text.first)
                message = f"{several(count, 'cell', 'cells')} of {reading.header_of(name)}: {fault}"
                yield reading.find(KIND_OF_FAULT[fault], message, count, field=name, places=places, texts=faulty)
