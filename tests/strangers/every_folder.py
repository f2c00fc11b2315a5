"""The thirty folders, by name."""

from __future__ import annotations

from strangers.forces import FORCES
from strangers.hospitals import HOSPITALS
from strangers.police import POLICE
from strangers.services import SERVICES
from strangers.systems import SYSTEMS
from strangers.welsh import WALES
from strangers.wide import WIDE

EVERY = {
    each.name: each for shelf in (FORCES, WALES, POLICE, SYSTEMS, WIDE, HOSPITALS, SERVICES) for each in shelf.folders
}
