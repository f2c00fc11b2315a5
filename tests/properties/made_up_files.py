"""A made-up project as an analyst has it: extracts, mapping, table, reviews and project file in a folder.

What a value means is drawn elsewhere; here is chosen, by chance, how the supplier wrote it.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from made_up_project import (
    HOMICIDES,
    INJURIES,
    NO,
    OUTSIDE,
    ROBBERIES,
    SOMEWHERE,
    YES,
    Extract,
    Person,
    Possible,
    Project,
    Question,
    Record,
    Review,
)

Cells = dict[str, str]

FLAG_TEXTS: dict[Possible, tuple[str, ...]] = {
    YES: ("Y", "yes", "1", "TRUE"), NO: ("N", "no", "0", "False"), None: ("", "unknown", "not recorded"),
}  # fmt: skip
AGE_TEXTS: dict[Possible, tuple[str, ...]] = {
    frozenset(range(10, 18)): ("10-17", "10 to 17"),
    frozenset(range(18, 25)): ("18-24",),
    frozenset(range(20, 30)): ("20-29", "20 to 29"),
    frozenset(range(25, 121)): ("25+", "25 and over"),
    None: ("", "unknown", "-1", "999"),
}
# Class, sub-code and title.
OFFENCE_TEXTS: dict[Possible, tuple[tuple[str, str, str], ...]] = {
    frozenset({"murder"}): (("1", "", ""), ("1", "001/01", "")),
    HOMICIDES: (("1/4.1/4.10/4.2", "", ""), ("1, 4.1/2/10", "", "")),
    frozenset({"section 18"}): (("5D", "005/01", ""), ("", "005/01", "")),
    INJURIES: (("8N", "", ""), ("8n", "", "")),
    frozenset({"section 20"}): (
        ("8N", "008/01", ""),
        ("8N", "", "Sec 20. Malicious wounding or inflicting grievous bodily harm (without intent)"),
    ),
    frozenset({"section 47"}): (("8N", "8/6", ""), ("8N", "", "Sec 47. Assault occasioning actual bodily harm")),
    ROBBERIES: (("", "034/01", ""),),
    frozenset({"business robbery"}): (("34A", "", ""), ("34a", "", "")),
    frozenset({"personal robbery"}): (("34B", "", ""), ("34B", "034/01", "")),
    frozenset({"common assault"}): (("105A", "", ""), ("105a", "", "")),
    frozenset({"damage"}): (("58D", "", ""),),
    frozenset({"theft"}): (("39", "", ""),),
    None: (("", "", ""), ("", "", "nothing that is listed")),
}
EVIDENCE = ("offence_class", "offence_subcode", "offence_title")
PLACE_TEXTS: dict[str | None, tuple[str, ...]] = {
    "Knowsley": ("Knowsley", "E08000011", "KNOWSLEY ", "E01006412"),
    "Liverpool": ("Liverpool", "E08000012", "liverpool", "E01006512"),
    "St. Helens": ("St. Helens", "St Helens", "E08000013", "E01006802"),
    "Sefton": ("Sefton", "E08000014", " sefton", "E01006920"),
    "Wirral": ("Wirral", "E08000015", "WIRRAL", "E01007110"),
    SOMEWHERE: ("Merseyside", "E23000004"),
    OUTSIDE: ("E08000025", "E08000003", "Manchester", "Dudley", "Halton", "Cheshire Constabulary", "Out of force"),
    None: ("", "unknown", "Sefftonn", "E01999999"),
}
# What a project file may call suppliers, too.
ALIASES = {"Northshire Police": "NSP", "Eastmoor Police": "Eastmoor & District", "Westby Police": "WYP 07"}
UNREADABLE_DAYS = ("", "2021-02-30", "not recorded")
COARSE_WORDS = {
    frozenset({"knife", "other_sharp"}): "knife_or_other_sharp",
    frozenset({"fists", "feet", "head", "combination_of_body_parts"}): "body_part",
}
ROWS = {"record": "record", "offence": "offence", "victim": "victim", "linked": "offences"}


def write_project(project: Project, folder: Path) -> Path:
    """Write all files of a project and return its project file."""
    writer = _Writer(project, folder)
    writer.write_extracts()
    writer.write_mapping()
    _write_table(project, folder)
    writer.write_reviews()
    return writer.write_project_file()


class _Writer:
    def __init__(self, project: Project, folder: Path) -> None:
        self.project, self.folder = project, folder
        self.chance = random.Random(f"how project {project.seed} is written")  # noqa: S311 (nothing here is a secret)
        self.entries: dict[str, list[dict[str, str]]] = {}
        self.knows_aliases = self.chance.random() < 0.5

    def write_extracts(self) -> None:
        for number, extract in enumerate(self.project.extracts, start=1):
            for part, rows in self._rows(extract).items():
                if rows:
                    name = f"{part}_{number}.csv"
                    _write_csv(self.folder / name, rows)
                    self.entries.setdefault(part, []).append(self._entry(name, extract))

    def _entry(self, name: str, extract: Extract) -> dict[str, str]:
        entry = {"files": name, "mapping": "ours", "area_basis": "incident", "area_unknown": self.project.area_unknown}
        if self.project.declared:
            entry |= {"from": extract.first.isoformat(), "to": extract.last.isoformat()}
        if extract.as_at:
            entry["as_at"] = extract.as_at.isoformat()
        if extract.supplier:
            entry["supplier"] = extract.supplier
        return entry

    def _rows(self, extract: Extract) -> dict[str, list[Cells]]:
        """Return the rows of each file of an extract, in an order of no meaning."""
        layout = self.project.layout
        parts: dict[str, list[Cells]] = {"victims": [], "suspects": []} if layout == "linked" else {}
        own: list[Cells] = []
        for record in extract.records:
            for rows in [self._record_rows(record, extract)] * record.copies:
                own += rows
            if layout == "linked":
                for who, people in record.people.items():
                    for person in people:
                        row = self._joining(record, extract) | self._person_cells(who, person)
                        parts[f"{who}s"] += [row] * record.copies
        parts = {"offences" if layout == "linked" else "records": own, **parts}
        for rows in parts.values():
            self.chance.shuffle(rows)
        return parts

    def _record_rows(self, record: Record, extract: Extract) -> list[Cells]:
        cells = self._joining(record, extract) | self._record_cells(record)
        if self.project.layout in ("record", "linked"):
            return [cells]
        people = {who: list(people) for who, people in record.people.items()}
        nobody = {who: self._nobody(who) for who in people}
        if self.project.layout == "victim":
            return [cells | self._person_cells("victim", each) for each in people["victim"]] or [
                cells | nobody["victim"]
            ]
        for who, each in people.items():
            cells |= self._person_cells(who, each[0]) if each else nobody[who]
        return [cells]

    def _joining(self, record: Record, extract: Extract) -> Cells:
        supplier = {} if extract.supplier else {"supplier": self._supplier(record.supplier)}
        return {"reference": record.reference or "", **supplier}

    def _supplier(self, name: str | None) -> str:
        """Return one of the ways in which a supplier is written, which all mean it."""
        if name is None:
            return ""
        ways = [name, name, name.upper(), f" {name}  ", name.replace(" ", "  "), name.replace(" ", "_")]
        return self.chance.choice([*ways, ALIASES[name]] if self.knows_aliases and name in ALIASES else ways)

    def _record_cells(self, record: Record) -> Cells:
        cells = {name: self._day(day) for name, day in record.days.items()}
        cells["area"] = self.chance.choice(PLACE_TEXTS[record.place])
        return cells | self._value_cells(record.says)

    def _value_cells(self, says: Mapping[str, Possible]) -> Cells:
        cells = {name: self.write(name, value) for name, value in says.items() if name != "offence"}
        if "offence" in says:
            cells |= dict(zip(EVIDENCE, self.chance.choice(OFFENCE_TEXTS[says["offence"]]), strict=True))
        return cells

    def _day(self, day: date | None) -> str:
        return day.isoformat() if day else self.chance.choice(UNREADABLE_DAYS)

    def _person_cells(self, who: str, person: Person) -> Cells:
        return {f"{who}_reference": person.reference or "", **self._value_cells(person.says)}

    def _nobody(self, who: str) -> Cells:
        return dict.fromkeys((f"{who}_reference", *self.project.kind.people[who]), "")

    def write(self, name: str, value: Possible) -> str:
        """Return a text that means a value of a field."""
        return self.chance.choice(_texts_of(name, value))

    def write_mapping(self) -> None:
        kind, layout = self.project.kind, self.project.layout
        columns: dict[str, Any] = {day: {"column": day, "format": "YYYY-MM-DD"} for day in kind.days}
        columns |= {name: _flag_column(name) for name in (*kind.fields, *kind.leaves_out) if _is_flag(name)}
        part: dict[str, Any] = {"source": kind.source, "row": ROWS[layout], "by_name": "yes", "columns": columns}
        of_people = {
            who: {f"{who}_reference": {"column": f"{who}_reference", "within": "supplier"}} for who in kind.people
        }
        if layout in ("offence", "victim"):
            part["no_victim"] = "blank"
            for who in ("victim", "suspect") if layout == "offence" else ("victim",):
                columns |= of_people[who]
        parts = [part]
        if layout == "linked":
            for who, of_person in of_people.items():
                linking = {"reference": {"column": "reference"}, **of_person}
                parts.append({"source": kind.source, "row": f"{who}s", "by_name": "yes", "columns": linking})
        _write_yaml(self.folder / "definitions/mappings/ours.yaml", {"id": "ours", "title": "Ours", "parts": parts})

    def write_reviews(self) -> None:
        rows = [self._review_cells(each) for each in self.project.reviews]
        if rows:
            _write_csv(self.folder / "reviews.csv", rows)

    def _review_cells(self, review: Review) -> Cells:
        column, text = self._settled(review.field, review.value)
        return {
            "source": self.project.kind.source, "supplier": self._supplier(review.supplier).strip(),
            "reference": review.reference, "person_reference": review.person or "", "field": column, "value": text,
            "reason": "looked at the notes", "by": "AB", "on": "2022-02-01",
        }  # fmt: skip

    def _settled(self, name: str, value: Any) -> tuple[str, str]:
        """Return the field that a reviewer names and what he writes."""
        if name == "offence":
            texts = self.chance.choice(OFFENCE_TEXTS[value])
            told = [(column, text) for column, text in zip(EVIDENCE, texts, strict=True) if text and value]
            return told[-1] if told else ("offence_class", "unknown")
        if value is None:
            return name, "unknown"
        if isinstance(value, date):
            return name, value.isoformat()
        if name == "area":
            return name, self.chance.choice(PLACE_TEXTS[value]).strip()
        return name, self.write(name, value)

    def _suppliers(self) -> dict[str, dict[str, str]]:
        """Return what the project file says of suppliers: other names of theirs, and since when there are any."""
        found: dict[str, dict[str, str]] = {}
        if self.knows_aliases:
            found = {name: {"aliases": alias} for name, alias in ALIASES.items()}
        for name, day in self.project.opened.items():
            found.setdefault(name, {})["opened"] = day.isoformat()
        return found

    def write_project_file(self) -> Path:
        project, source = self.project, self.project.kind.source
        of_source: Any = self.entries if project.layout == "linked" else self.entries["records"]
        said: dict[str, Any] = {
            "tables": ["asked"], "areas": "merseyside",
            "periods": _periods(project),
            "sources": {source: of_source},
        }  # fmt: skip
        if project.reviews:
            said["reviews"] = "reviews.csv"
        suppliers = self._suppliers()
        if suppliers:
            said["suppliers"] = suppliers
        return _write_yaml(self.folder / "svtool.yaml", said)


def _periods(project: Project) -> dict[str, Any]:
    kind, starts = project.period_kind, [first for first, _ in project.periods]
    if kind == "calendar":
        return {"kind": kind, "years": [str(each.year) for each in starts]}
    labels = [f"{each.year}-Q{(each.month + 2) // 3}" if kind == "quarter" else f"{each:%Y-%m}" for each in starts]
    return {"kind": kind, "from": labels[0], "to": labels[-1]}


def _is_flag(name: str) -> bool:
    return name in ("knife", "domestic_abuse", "cancelled", "assault")


def _flag_column(name: str) -> dict[str, Any]:
    values = {"Y": "yes", "N": "no", "yes": "yes", "no": "no", "1": "yes", "0": "no", "true": "yes", "false": "no"}
    return {"column": name, "values": values, "blank": "no" if name == "cancelled" else "unknown"}


def _texts_of(name: str, value: Possible) -> Sequence[str]:
    if _is_flag(name):
        return [""] if name == "cancelled" and value is None else FLAG_TEXTS[value]
    if name.endswith("age"):
        return AGE_TEXTS[value] if value in AGE_TEXTS else [str(age) for age in value or ()]
    if value is None:
        return ["", "unknown"]
    word = COARSE_WORDS[value] if len(value) > 1 else str(next(iter(value)))
    return [word, word.replace("_", " "), word.replace("_", " ").capitalize()]


def _write_table(project: Project, folder: Path) -> None:
    measures = [_measure(question, project.kind.source) for question in project.questions]
    table = {"id": "asked", "title": "What is asked", "groups": [{"title": "All of it", "measures": measures}]}
    _write_yaml(folder / "definitions/tables/asked.yaml", table)


def _measure(question: Question, source: str) -> dict[str, Any]:
    found: dict[str, Any] = {"id": question.id, "title": question.id, "source": source, "unit": question.unit}
    found["date"] = question.basis.removesuffix("_date")
    if question.rule:
        found["where"] = question.rule
    if question.having:
        found["having"] = question.having
    return found


def _write_csv(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _write_yaml(path: Path, said: Any) -> Path:
    """Write data as JSON, which is YAML as well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(said, indent=1), encoding="utf-8")
    return path
