"""The services whose extracts partnerships receive, ambulance, fire and acute trusts, and hospitals, each in its place.

They place no record: a hospital's name says where a person was treated, not where something happened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from svtool.schema.gazetteer import Authorities, gazetteer

AMBULANCE, FIRE, TRUST = "ambulance service", "fire and rescue service", "acute trust"
MAIN_CATCHMENT = 0.2  # from which share of its patients' homes a force is named beside a trust
_RANK = re.compile(r"(?: university)? nhs(?: foundation)? trust$", re.IGNORECASE)


@dataclass(frozen=True)
class Service:
    """A service.

    Attributes:
        kind: what it is.
        code: its code.
        name: its name.
        names: how it is called besides.
        authorities: the local authorities that it serves; of a trust, those of the forces of its main catchment.
        shares: of a trust: id of a force → share of the trust's catchment that lives there.
        note: what else there is to know.
    """

    kind: str
    code: str
    name: str
    names: tuple[str, ...]
    authorities: Authorities
    shares: Mapping[str, float] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Hospital:
    """A hospital or another site of the NHS.

    Attributes:
        code: its site code.
        name: its name.
        trust: the trust that it is or was of.
        authority: the code of the local authority in which it lies.
        listed: which list has it: `NHS ODS`, or `2014`.
    """

    code: str
    name: str
    trust: str
    authority: str
    listed: str


@cache
def services() -> tuple[Service, ...]:
    """Return the ambulance, fire and acute services."""
    return tuple(_service(row) for row in gazetteer().table("services"))


def _service(row: Mapping[str, str]) -> Service:
    shares = _shares(row["catchment"])
    main = frozenset().union(
        *(gazetteer().authorities_of(force) for force, share in shares.items() if share >= MAIN_CATCHMENT)
    )
    authorities = frozenset(filter(None, row["local_authorities"].split("|")))
    name = f"{row['name']} Fire and Rescue Service" if row["kind"] == FIRE else row["name"]
    short = [f"{row['name']} {word}" for word in ("Fire", "Fire Service", "FRS")] if row["kind"] == FIRE else []
    also = dict.fromkeys([*filter(None, row["also"].split("|")), _RANK.sub("", name), *short])
    return Service(row["kind"], row["code"], name, tuple(also), authorities or main, shares, row["note"])


def _shares(text: str) -> dict[str, float]:
    """Return the shares of a catchment, the largest first."""
    ids = {row["code"]: force for force, row in gazetteer().forces.items()}
    found = {ids[code]: float(share) for code, _, share in (each.partition(":") for each in text.split())}
    return dict(sorted(found.items(), key=lambda each: -each[1]))


@cache
def hospitals() -> tuple[Hospital, ...]:
    """Return the hospitals."""
    return tuple(
        Hospital(row["code"], row["name"], row["trust"], row["local_authority"], row["list"])
        for row in gazetteer().table("hospitals")
    )
