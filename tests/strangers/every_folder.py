"""The folders, by name."""

from __future__ import annotations

from strangers.forces import FORCES
from strangers.hospitals import HOSPITALS
from strangers.later import LATER
from strangers.police import POLICE
from strangers.services import SERVICES
from strangers.systems import SYSTEMS
from strangers.welsh import WALES
from strangers.wide import WIDE

SHELVES = (FORCES, WALES, POLICE, SYSTEMS, WIDE, HOSPITALS, SERVICES, LATER)
EVERY = {each.name: each for shelf in SHELVES for each in shelf.folders}
