"""People on their way to facts: what is known of those of one role, and the step at which they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from svtool.gathering.facts import People
from svtool.gathering.steps import Step


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

    def settled(self) -> PeopleStep:
        """Return them at their last step."""
        return self.at(self.step.settled()) if self.step else self

    def at(self, step: Step) -> PeopleStep:
        """Return the same people at another step."""
        return replace(self, people=replace(self.people, table=step.name), step=step)
