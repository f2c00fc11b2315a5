"""Measures beside each other: the same units, counted by what they answer to each of several measures."""

from __future__ import annotations

from dataclasses import dataclass

from svtool.schema.rules import Rule

ANSWER_WORDS: dict[bool | None, str] = {True: "yes", None: "not known", False: "no"}


@dataclass(frozen=True)
class Side:
    """What a unit must answer to a measure to be counted beside other measures.

    Attributes:
        measure_id: the measure, which is counted too: of the same units, date and people as those beside it.
        name: the definition by which it counts.
        answer: yes, no, or not known (None).
        clause_ids: the clauses of the definition.
        rule: the rule of the measure.
    """

    measure_id: str
    name: str
    answer: bool | None
    clause_ids: tuple[str, ...] = ()
    rule: Rule | None = None

    @property
    def word(self) -> str:
        """Return the answer in a word."""
        return ANSWER_WORDS[self.answer]

    @property
    def clauses(self) -> dict[str, str]:
        """Return what each clause of its definition is called here, where the definition is met, with the clause's id.

        Several definitions may have clauses of one id.
        """
        return {f"{self.name} {each}": each for each in self.clause_ids} if self.answer else {}
