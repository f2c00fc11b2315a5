"""Disclosure policies: which counts are suppressed, how the others are rounded, and how much must stay open."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from svtool.schema.entry import Entry

NO_POLICY = "none"


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]


class CountRule(Entry):
    """What is done with one count.

    Attributes:
        hide_below: counts from 1 up to just below this are suppressed.
        rounding: `none`, `nearest 5` (or another number), or `midpoint 6`: 1 to 6 are printed as 3, 7 to 12 as 9.
        show_zero: whether a true zero is printed.
        min_base_for_percent: a change from fewer than these has no per cent, only the number.
    """

    noun: ClassVar[str] = "a rule for counts"
    hide_below: int = 0
    rounding: str = "none"
    show_zero: bool = True
    min_base_for_percent: int = 0

    @model_validator(mode="after")
    def _check(self) -> CountRule:
        found = re.fullmatch(r"none|nearest ([1-9]\d*)|midpoint ([1-9]\d*)", self.rounding)
        if not found:
            raise ValueError(f"has rounding `{self.rounding}`; expected none, nearest 5 or midpoint 6")
        if self.hide_below < 0:
            raise ValueError("has hide_below under 0; expected the first count that is shown, such as 5")
        if found[1] and self.show_zero and 2 * (self.hide_below or 1) < int(found[1]):
            least = (int(found[1]) + 1) // 2
            raise ValueError(f"would print small counts as 0; set hide_below to {least} or more, or round less")
        return self

    @property
    def rounds(self) -> bool:
        """Return whether counts are rounded."""
        return self.step > 1

    @property
    def step(self) -> int:
        """Return how many counts are printed as one."""
        return 1 if self.rounding == "none" else int(self.rounding.split()[1])

    def hides(self, count: int) -> bool:
        """Return whether a count is suppressed for its own size."""
        return 0 < count < self.hide_below or (count == 0 and not self.show_zero)

    def rounded(self, count: int) -> int:
        """Return a count as it is printed; half goes up."""
        if self.rounding.startswith("midpoint"):
            # OpenSAFELY, docs/outputs/sdc.md: ceil(count / 6) * 6 - 3; zero stays zero.
            return -(-count // self.step) * self.step - self.step // 2 if count else 0
        return (count + self.step // 2) // self.step * self.step if self.rounds else count

    def range_of(self, count: int) -> tuple[int, int]:
        """Return the lowest and highest count that would be printed as this one is, which was not suppressed."""
        if not count and self.show_zero:
            return 0, 0
        printed = self.rounded(count)
        if self.rounding.startswith("midpoint"):
            low = printed - (self.step - self.step // 2) + 1
            return max(low, self.hide_below, 1), low + self.step - 1
        low = printed - self.step // 2
        return max(low, self.hide_below, 1), low + self.step - 1


class Override(Entry):
    """What is otherwise for some sources or measures; all else is as the policy says.

    Attributes:
        sources: ids of the sources that it concerns.
        measures: ids of the measures that it concerns.
        hide_below: as of the policy.
        rounding: as of the policy.
        show_zero: as of the policy.
        min_base_for_percent: as of the policy.
    """

    noun: ClassVar[str] = "an override"
    sources: Names = ()
    measures: Names = ()
    hide_below: int | None = None
    rounding: str | None = None
    show_zero: bool | None = None
    min_base_for_percent: int | None = None

    @model_validator(mode="after")
    def _check_scope(self) -> Override:
        if not self.sources and not self.measures:
            raise ValueError("names neither sources nor measures; say whom it concerns")
        return self

    def applied_to(self, rule: CountRule) -> CountRule:
        """Return the rule with what is said otherwise here."""
        said = {name: value for name in CountRule.model_fields if (value := getattr(self, name)) is not None}
        return CountRule(**{name: getattr(rule, name) for name in CountRule.model_fields} | said)


class DisclosurePolicy(CountRule):
    """A disclosure policy.

    Attributes:
        id: the name of the file, without `.yaml`.
        title: what it does, in words.
        complementary: whether more counts are suppressed where the others would give a suppressed one away.
        possible_values: every suppressed count could, given all that is printed, still be any of at least so many
            numbers; as many as there are to suppress, and no more than are printed as one, unless said.
        overrides: what is otherwise for some sources or measures; each that concerns a count, in order.
        published_in: where the rule that it follows is in print.
        sources: where the facts in it come from.
        decisions: every place where that rule leaves a choice, and the choice made.
    """

    noun: ClassVar[str] = "a disclosure policy"
    id: str
    title: str
    complementary: bool = True
    possible_values: int | None = None
    overrides: tuple[Override, ...] = ()
    published_in: str | None = None
    sources: dict[str, str] = Field(default_factory=dict)
    decisions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _check_policy(self) -> DisclosurePolicy:
        for number, each in enumerate(self.overrides, 1):
            try:
                each.applied_to(self)
            except ValidationError as error:
                said = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
                raise ValueError(f"has override {number}, which {said}") from None
        if self.possible_values is not None and self.possible_values < 2:
            raise ValueError("has possible_values under 2, which would let a count be recovered; expected 2 or more")
        return self

    def rule_for(self, source: str, measure_id: str) -> CountRule:
        """Return the rule for the counts of a measure."""
        found: CountRule = self
        for each in self.overrides:
            if source in each.sources or measure_id in each.measures:
                found = each.applied_to(found)
        return found

    def values_for(self, rule: CountRule) -> int:
        """Return how many numbers a suppressed count must still be able to be."""
        if self.possible_values is not None:
            return self.possible_values
        hidden = max(rule.hide_below - 1, 2)
        return max(min(hidden, rule.step), 2) if rule.rounds else hidden

    def promised_for(self, rule: CountRule) -> int:
        """Return how far a release promises that the range of a suppressed count reaches; 0 where none is protected."""
        return self.values_for(rule) - 1 if self.complementary else 0
