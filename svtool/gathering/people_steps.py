"""People on their way to facts: what is known of those of one role, and the step at which they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from svtool.gathering.facts import People
from svtool.gathering.steps import Step
from svtool.schema.sources import Role

FEW = 500_000  # rows, which take some twenty megabytes


@dataclass(frozen=True)
class PeopleStep:
    """The people of one role.

    Attributes:
        people: what is known of them.
        step: their rows; None when they stand in the records' own rows.
    """

    people: People
    step: Step | None = None

    def rows_or(self, records: Step) -> Step:
        """Return the step that has their rows, which is that of the records where they stand in those."""
        return self.step or records

    def settled(self, kept: bool) -> PeopleStep:
        """Return them at their last step, which is kept or made when asked."""
        return self.at(self.step.settled(kept)) if self.step else self

    def at(self, step: Step) -> PeopleStep:
        """Return the same people at another step."""
        return replace(self, people=replace(self.people, table=step.name), step=step)


def settle(records: Step, people: Mapping[Role, PeopleStep]) -> tuple[Step, dict[Role, PeopleStep]]:
    """Return records and their people at their last steps.

    Every tally asks for them anew. Where they are few, to keep them takes little memory, and a run of a hundred
    thousand offences with their people a twentieth less time than to work them out for each.
    """
    of_own = [records, *(each.step for each in people.values() if each.step)]
    few = not records.engine.reads_in_place and all(each.count() <= FEW for each in of_own)
    # People first: until they are kept, they may be made of steps of the records.
    settled = {role: each.settled(few) for role, each in people.items()}
    return records.settled(few), settled
