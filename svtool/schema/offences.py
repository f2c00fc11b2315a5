"""The offence catalogue: every recorded-crime class, and what sub-codes and titles add to it.

Codes are text. An offence is read from up to three pieces of evidence (class, sub-code, title); what is left
open stays a set of *atoms*, each a class and a kind within it, so that a class code is never taken for a
sub-code and "section 20 or worse" stays undecided where only the class is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, cached_property
from typing import ClassVar

from pydantic import Field

from svtool.schema.entry import Entry

Atom = tuple[str, str]
Atoms = frozenset[Atom]
WHOLE = ""  # the only kind of a class that nothing divides
_SUBCODE = re.compile(r"\d{3}/\d{2}")
_ARTICLES = {"a", "an", "the"}
_OFFENCES = {"offence", "offences"}


class OffenceClass(Entry):
    """A class of the recorded-crime list."""

    noun: ClassVar[str] = "an offence class"
    code: str = Field(alias="class")
    name: str
    title: str
    group: str
    subgroup: str | None = None
    kinds: tuple[str, ...] = (WHOLE,)
    source: str | None = None
    note: str | None = None
    assumption: str | None = None
    retired: bool = False
    in_use_from: date | None = None
    in_use_to: date | None = None

    @property
    def atoms(self) -> Atoms:
        """Return the class as the set of its kinds."""
        return frozenset((self.code, kind) for kind in self.kinds)


class Composite(Entry):
    """A code that stands for several classes at once."""

    noun: ClassVar[str] = "a composite code"
    code: str
    classes: tuple[str, ...]
    source: str | None = None
    note: str | None = None


class Subcode(Entry):
    """A Home Office sub-code and what it is when it stands alone."""

    noun: ClassVar[str] = "a sub-code"
    subcode: str
    means: tuple[str, ...]
    title: str | None = None
    basis: str | None = None
    source: str | None = None
    note: str | None = None


class Category(Entry):
    """Home Office categories (numbers before the stroke of sub-codes) that mean more than the classes of that number.

    Attributes:
        numbers: the categories; `101-129` is a run of them.
        title: what they are about.
        means: classes, kinds of classes, and names of sets that their sub-codes may be of.
        source: where the fact comes from.
        note: what else there is to know.
    """

    noun: ClassVar[str] = "a category of sub-codes"
    numbers: tuple[str, ...]
    title: str
    means: tuple[str, ...]
    source: str | None = None
    note: str | None = None

    @property
    def each(self) -> Iterator[int]:
        """Yield the numbers of the categories."""
        for run in self.numbers:
            first, _, last = run.partition("-")
            yield from range(int(first), int(last or first) + 1)


class TitleVariant(Entry):
    """A free-text title as some force writes it."""

    noun: ClassVar[str] = "a title"
    title: str
    means: tuple[str, ...]
    source: str | None = None
    note: str | None = None


class OffenceSet(Entry):
    """A named set of offences for use in rules."""

    noun: ClassVar[str] = "a set of offences"
    name: str
    title: str
    members: tuple[str, ...]
    note: str | None = None
    source: str | None = None


class Catalogue(Entry):
    """Every class, sub-code, title and named set."""

    noun: ClassVar[str] = "the offence catalogue"
    id: str
    title: str
    about: str | None = None
    sources: dict[str, str] = Field(default_factory=dict)
    classes: tuple[OffenceClass, ...]
    composites: tuple[Composite, ...] = ()
    subcodes: tuple[Subcode, ...] = ()
    categories: tuple[Category, ...] = ()
    titles: tuple[TitleVariant, ...] = ()
    sets: tuple[OffenceSet, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, OffenceClass]:
        """Return the classes by code."""
        return {each.code: each for each in self.classes}

    @cached_property
    def titles_by_name(self) -> dict[str, str]:
        """Return every name that a rule may use → what people call it."""
        groups = {title for each in self.classes for title in (each.group, each.subgroup or each.group)}
        named = {slug(each): each for each in groups} | {each.name: each.title for each in self.classes}
        return named | {each.name: each.title for each in self.sets}

    @cached_property
    def atoms_by_class(self) -> dict[str, Atoms]:
        """Return what each class or composite code may be."""
        found = {fold_class(each.code): each.atoms for each in self.classes}
        for composite in self.composites:
            found[fold_class(composite.code)] = self.atoms_of(composite.classes)
        return found

    @cached_property
    def atoms_by_subcode(self) -> dict[str, Atoms]:
        """Return what each sub-code is when it stands alone."""
        return {fold_subcode(each.subcode): self.atoms_named(each.means) for each in self.subcodes}

    @cached_property
    def atoms_by_category(self) -> dict[int, Atoms]:
        """Return what a sub-code of each category may be that is not listed itself.

        It is any class that bears the number, or that a listed sub-code of the category is of (008/26 is 10D), or that
        the category is said to mean: 106 is modern slavery as a class, and betting as a category.
        """
        found: dict[int, Atoms] = {}
        for each in self.classes:
            if number := re.match(r"\d+", each.code):
                found[int(number[0])] = found.get(int(number[0]), frozenset()) | each.atoms
        for code, atoms in self.atoms_by_subcode.items():
            number_of_code = int(code.partition("/")[0])
            found[number_of_code] = found.get(number_of_code, frozenset()) | atoms
        for category in self.categories:
            for one in category.each:
                found[one] = found.get(one, frozenset()) | self.atoms_named(category.means)
        return found

    @cached_property
    def atoms_by_title(self) -> dict[str, Atoms]:
        """Return what each title, folded, is when it stands alone: of a class, of a force's own, of a sub-group."""
        found: dict[str, Atoms] = {}
        for each in self.classes:
            found.setdefault(fold_title(each.title), each.atoms)
        for variant in self.titles:
            found[fold_title(variant.title)] = self.atoms_named(variant.means)
        own = set(found)
        for each in self.classes:
            for title in {fold_title(each.group), fold_title(each.subgroup or each.group)} - own:
                found[title] = found.get(title, frozenset()) | each.atoms
        return found

    @cached_property
    def _atoms_by_title_key(self) -> dict[str, Atoms]:
        """Return what the words of titles may mean; of two titles with the same words, either."""
        found: dict[str, Atoms] = {}
        for title, atoms in self.atoms_by_title.items():
            found[title_key(title)] = found.get(title_key(title), frozenset()) | atoms
        return found

    @cached_property
    def words_of_titles(self) -> frozenset[str]:
        """Return the words that titles of offences are made of."""
        sub_codes = (fold_title(each.title or "") for each in self.subcodes)
        return frozenset(word for title in (*self.atoms_by_title, *sub_codes) for word in title.split())

    def atoms_of_subcode(self, code: str) -> Atoms | None:
        """Return what a sub-code is when it stands alone; None where neither it nor its category is known."""
        folded = fold_subcode(code)
        known = self.atoms_by_subcode.get(folded)
        if known is not None or not is_subcode(folded):
            return known
        return self.atoms_by_category.get(int(folded[:3]))

    def atoms_of_title(self, title: str) -> Atoms | None:
        """Return what a title is when it stands alone, as it is written or by its words; None where it is not known."""
        return self.atoms_by_title.get(fold_title(title)) or self._atoms_by_title_key.get(title_key(title))

    @cached_property
    def sets_by_name(self) -> dict[str, Atoms]:
        """Return every name that a rule may use: classes, groups, subgroups and named sets."""
        found: dict[str, Atoms] = {}
        for each in self.classes:
            for title in {each.group, each.subgroup or each.group}:
                found[slug(title)] = found.get(slug(title), frozenset()) | each.atoms
        for each in self.classes:
            found[each.name] = each.atoms
        for named in self.sets:
            found[named.name] = self.atoms_of(named.members)
        return found

    @cached_property
    def atoms_asked(self) -> Callable[[tuple[str, ...]], Atoms]:
        """Return what gives the atoms of the names in a rule, which is asked the same of every value."""
        return cache(lambda names: frozenset().union(*(self.sets_by_name[name] for name in names)))

    def atoms_of_evidence(self, name: str, text: str | None) -> Atoms | None:
        """Return what an `offence_class`, an `offence_subcode` or an `offence_title` is when it stands alone."""
        if not text:
            return None
        if name == "offence_class":
            return self.atoms_by_class.get(fold_class(text))
        return self.atoms_of_subcode(text) if name == "offence_subcode" else self.atoms_of_title(text)

    def atoms_of(self, members: tuple[str, ...]) -> Atoms:
        """Return the atoms of members written as `8N` or `8N:section_20`.

        Raises:
            KeyError: a member names no class or no kind of its class.
        """
        atoms: set[Atom] = set()
        for member in members:
            code, _, kind = member.partition(":")
            known = self.by_code[code].atoms
            if kind and (code, kind) not in known:
                raise KeyError(member)
            atoms |= {(code, kind)} if kind else known
        return frozenset(atoms)

    def atoms_named(self, members: tuple[str, ...]) -> Atoms:
        """Return the atoms of members that may also be names of sets, such as `drug_offences`.

        Raises:
            KeyError: a member names nothing.
        """
        named = [self.sets_by_name.get(each) or self.atoms_of((each,)) for each in members]
        return frozenset().union(*named)

    def read_offence(self, class_code: str | None, subcode: str | None, title: str | None) -> Atoms | None:
        """Return what a record's offence may be, from whatever evidence it has; None when nothing is known.

        Class 8S beside sub-code 005/01 is the section 18 kind of 8S, while 005/01 alone is class 5D. Evidence
        that contradicts the class leaves both open: the record is one or the other, and nobody said which.
        """
        known = self.atoms_of_evidence("offence_class", class_code)
        for atoms in (
            self.atoms_of_evidence("offence_subcode", subcode),
            self.atoms_of_evidence("offence_title", title),
        ):
            if atoms is not None:
                known = atoms if known is None else self._narrow(known, atoms)
        return known

    def _narrow(self, known: Atoms, evidence: Atoms) -> Atoms:
        return known & evidence or self._same_kind(known, evidence) or known | evidence

    def _same_kind(self, known: Atoms, evidence: Atoms) -> Atoms:
        # Evidence of a whole class says nothing about kinds.
        kinds = {kind for code, kind in evidence if kind and not self.by_code[code].atoms <= evidence}
        return frozenset(atom for atom in known if atom[1] in kinds)

    def disagree(self, one: Atoms, other: Atoms) -> bool:
        """Return whether two pieces of evidence can't be of one offence: neither classes nor kinds in common."""
        return not (one & other or self._same_kind(one, other) or self._same_kind(other, one))

    def subgroup_of(self, atoms: Atoms | None) -> str | None:
        """Return the sub-group of an offence, its group where the list has none; None when it may be of several."""
        classes = {self.by_code[code] for code, _ in atoms or ()}
        titles = {each.subgroup or each.group for each in classes}
        return titles.pop() if len(titles) == 1 else None

    def label(self, atoms: Atoms | None) -> str | None:
        """Return the class code of an offence, or None when it may be of several classes."""
        codes = {code for code, _ in atoms or ()}
        return codes.pop() if len(codes) == 1 else None


def fold_class(code: str) -> str:
    """Return a class code without blanks, leading zeros and stray dots (8.N), in capitals; 4.10 stays 4.10."""
    folded = re.sub(r"\s+|\.(?=\s*[A-Za-z]|\s*$)", "", code).upper()
    return re.sub(r"^0+(?=\d)", "", folded)


def fold_subcode(code: str) -> str:
    """Return a Home Office sub-code as NNN/NN, from 8/6, 08/06 or 008/06."""
    found = re.fullmatch(r"(\d{1,3})/(\d{1,2})", re.sub(r"\s+", "", code))
    return f"{int(found[1]):03d}/{int(found[2]):02d}" if found else code.strip().upper()


def is_subcode(folded: str) -> bool:
    """Return whether a folded text has the form of a sub-code."""
    return bool(_SUBCODE.fullmatch(folded))


def title_key(title: str) -> str:
    """Return the words of an offence's title by which it is found: without articles, and without `offences` at its end.

    Nothing else is passed over: "without injury" is not "with injury".
    """
    words = [each for each in fold_title(title.replace("&", " and ")).split() if each not in _ARTICLES]
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in _OFFENCES else words)


def fold_title(title: str) -> str:
    """Return a title without case, punctuation and repeated blanks."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", title.casefold()).split())


def slug(title: str) -> str:
    """Return a title as a name for rules: `Violence with injury` is `violence_with_injury`."""
    return fold_title(title).replace(" ", "_")
