"""The layouts of the generated extracts: each is one that a shipped mapping reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

POLICE, ED, AMBULANCE, FIRE = "police", "ed", "ambulance", "fire"
AGENCIES = (POLICE, ED, AMBULANCE, FIRE)


@dataclass(frozen=True)
class Layout:
    """How one agency's extract looks.

    Attributes:
        agency: its source.
        mapping: the shipped mapping that reads it.
        header: the column names.
        roles: what the columns are, for those that defects are planted in.
        day_first: whether dates are written DD/MM/YYYY; else YYYY-MM-DD.
        optional: columns that the mapping can do without.
        title: what stands above the table of an export with title lines.
    """

    agency: str
    mapping: str
    header: tuple[str, ...]
    roles: dict[str, str]
    day_first: bool = True
    optional: tuple[str, ...] = ()
    title: str = ""

    @cached_property
    def places(self) -> dict[str, int]:
        """Return where each column stands."""
        return {name: place for place, name in enumerate(self.header)}

    def place(self, role: str) -> int:
        """Return where the column of a role stands."""
        return self.places[self.roles[role]]

    @property
    def dates(self) -> tuple[str, ...]:
        """Return the columns of dates."""
        return tuple(self.roles[role] for role in ("date", "committed", "committed_to") if role in self.roles)


LAYOUTS = {
    POLICE: Layout(
        POLICE,
        "niche_like",
        (
            "Occurrence Number", "Recorded Date", "Earliest Committed Date", "Latest Committed Date", "Stats Class",
            "HO Code", "Offence", "Occurrence Status", "Flags", "Weapon Use", "Victim Age", "Victim Sex",
            "Suspect Age", "Suspect Sex", "Local Authority", "Notes",
        ),
        {
            "reference": "Occurrence Number", "date": "Recorded Date", "committed": "Earliest Committed Date",
            "committed_to": "Latest Committed Date", "class": "Stats Class", "subcode": "HO Code", "title": "Offence",
            "flag": "Flags", "category": "Weapon Use", "age": "Victim Age", "sex": "Victim Sex",
            "area": "Local Authority", "notes": "Notes", "late": "Victim Age", "codes": "Stats Class",
            "drifting": "Victim Sex",
        },
        optional=("Victim Age",),
        title="Recorded offences",
    ),
    ED: Layout(
        ED,
        "tiig_ed",
        (
            "Attendance Number", "Hospital Site", "Arrival Date", "Attendance Reason", "Assault Weapon", "Age", "Sex",
            "Local Authority of Residence", "Notes",
        ),
        {
            "reference": "Attendance Number", "date": "Arrival Date", "flag": "Attendance Reason",
            "category": "Assault Weapon", "age": "Age", "sex": "Sex", "area": "Local Authority of Residence",
            "notes": "Notes", "late": "Age", "drifting": "Assault Weapon",
        },
        title="Attendances after an assault",
    ),
    AMBULANCE: Layout(
        AMBULANCE,
        "ambulance_cad",
        (
            "Incident Number", "Call Date", "AMPDS Code", "Outcome", "Patient Age", "Patient Sex", "Local Authority",
            "Notes",
        ),
        {
            "reference": "Incident Number", "date": "Call Date", "codes": "AMPDS Code", "category": "Outcome",
            "age": "Patient Age", "sex": "Patient Sex", "area": "Local Authority", "notes": "Notes",
            "late": "Patient Age", "drifting": "Patient Sex",
        },
        optional=("Patient Age",),
        title="Calls to assaults and stabbings",
    ),
    FIRE: Layout(
        FIRE,
        "standard",
        ("reference", "recorded_date", "incident_type", "fire_type", "motive", "area", "notes"),
        {
            "reference": "reference", "date": "recorded_date", "category": "motive", "area": "area",
            "notes": "notes", "late": "fire_type", "drifting": "motive",
        },
        day_first=False,
        title="Fires attended",
    ),
}  # fmt: skip
