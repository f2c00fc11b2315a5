"""Make a large synthetic police extract, as a supplier would send it: one flat CSV, a row for each offence.

Every record is invented. The same seed and number of rows give the same file:

    python benchmarks/make_extract.py --rows 5000000
    python benchmarks/make_extract.py --rows 1000000 --messy
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from mess import add_mess, break_lines

FOLDER = Path(__file__).parent / "data"
EXTRACT = FOLDER / "police.csv"
MESSY = FOLDER / "messy.csv"
ROWS = 5_000_000
BLOCK_ROWS = 250_000
SEED = 20180401
FIRST, LAST = np.datetime64("2018-04-01"), np.datetime64("2021-12-31")
KNIFE_FLAG_BEGINS = np.datetime64("2019-04-01")  # before it the knife flag is mostly blank

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Shares = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Offence:
    """A recorded-crime class: how common it is, its sub-codes, and how often a knife is used in it."""

    code: str
    title: str
    weight: float
    subcodes: tuple[str, ...] = ()
    knife: float = 0.003


VIOLENT, ROBBERY = 0.12, 0.22
OFFENCES = (
    Offence("1", "Murder", 0.8, ("001/01",), 0.4),
    Offence("2", "Attempted murder", 1, ("002/00",), 0.4),
    Offence("3B", "Threats to kill", 45, ("003/01",), VIOLENT),
    Offence("4.1", "Manslaughter", 0.2, ("004/01", "004/05"), 0.2),
    Offence("4.4", "Causing death or serious injury by dangerous driving", 1, ("004/04", "004/12")),
    Offence("5D", "Assault with intent to cause serious harm", 45, ("005/01", "005/07"), 0.35),
    Offence("5E", "Endangering life", 3, ("005/10", "005/11", "005/24"), 0.02),
    Offence("8L", "Harassment", 460, ("008/30", "008/31"), 0.005),
    Offence("8M", "Racially or religiously aggravated harassment", 12, ("008/50", "008/51")),
    Offence("8N", "Assault with injury", 830, ("008/01", "008/06", "008/06", "008/06"), 0.05),
    Offence("8P", "Racially or religiously aggravated assault with injury", 9, ("008/59", "008/60"), 0.05),
    Offence("8Q", "Stalking", 90, ("008/65", "008/66"), 0.01),
    Offence("8R", "Malicious Communications", 380),
    Offence("8S", "Assault with injury on a constable", 22, ("005/01", "008/01", "008/06", "008/06"), 0.03),
    Offence("9A", "Public fear, alarm or distress", 620),
    Offence("9B", "Racially or religiously aggravated public fear, alarm or distress", 95, ("008/55",)),
    Offence("10A", "Possession of firearms with intent", 5, ("005/14", "008/16", "008/23")),
    Offence("10B", "Possession of firearms offences", 12),
    Offence("10C", "Possession of other weapons", 30, ("008/11", "008/61")),
    Offence("10D", "Possession of article with blade or point", 38, ("008/26", "008/27", "008/64"), 0.8),
    Offence("11A", "Cruelty to children/young persons", 35),
    Offence("13", "Child abduction", 3, ("013/02",)),
    Offence("17A", "Sexual assault on a male aged 13 and over", 9, ("017/13", "017/15"), 0.01),
    Offence("19C", "Rape of a female aged 16 and over", 55, ("019/08", "019/12"), 0.02),
    Offence("19D", "Rape of a female child under 16", 14, ("019/07", "019/11"), 0.01),
    Offence("19F", "Rape of a male aged 16 and over", 5, ("019/10",), 0.02),
    Offence("20A", "Sexual assault on a female aged 13 and over", 60, ("020/03", "020/05"), 0.01),
    Offence("20B", "Sexual assault on a female child under 13", 10, ("020/04", "020/06"), 0.002),
    Offence("22B", "Sexual activity involving child under 16", 25),
    Offence("27", "Soliciting for the purposes of prostitution", 2),
    Offence("28E", "Burglary Residential", 420),
    Offence("28F", "Attempted Burglary Residential", 90),
    Offence("29A", "Aggravated Burglary Residential", 5, (), 0.3),
    Offence("30C", "Burglary Business and Community", 170),
    Offence("33", "Going equipped for stealing, etc", 8),
    Offence("34A", "Robbery of business property", 20, ("034/01", "034/02"), ROBBERY),
    Offence("34B", "Robbery of personal property", 130, ("034/01", "034/02"), ROBBERY),
    Offence("35", "Blackmail", 12),
    Offence("36", "Kidnapping", 12, ("036/01",), 0.08),
    Offence("38", "Profiting from or concealing knowledge of the proceeds of crime", 3),
    Offence("39", "Theft from the person", 120),
    Offence("44", "Theft or unauthorised taking of a pedal cycle", 150),
    Offence("45", "Theft from vehicle", 480),
    Offence("46", "Shoplifting", 640),
    Offence("48", "Theft or unauthorised taking of motor vehicle", 200),
    Offence("49", "Other theft", 760),
    Offence("54", "Handling stolen goods", 20),
    Offence("56A", "Arson endangering life", 9, ("056/01",), 0.01),
    Offence("56B", "Arson not endangering life", 55, ("056/02",)),
    Offence("58A", "Criminal damage to a dwelling", 230, (), 0.01),
    Offence("58C", "Criminal damage to a vehicle", 420, (), 0.01),
    Offence("58D", "Other criminal damage", 260, (), 0.01),
    Offence("59", "Threat or possession with intent to commit criminal damage", 15),
    Offence("62A", "Violent disorder", 8, (), 0.06),
    Offence("66", "Other offences against the State or public order", 70),
    Offence("79", "Perverting the course of justice", 18),
    Offence("83", "Bail offences", 6),
    Offence("86", "Obscene publications etc", 60),
    Offence("92A", "Trafficking in controlled drugs", 75, (), 0.02),
    Offence("92D", "Possession of controlled drugs (excl. Cannabis)", 80),
    Offence("92E", "Possession of controlled drugs (Cannabis)", 190),
    Offence("95", "Disclosure, obstruction, false or misleading statements etc", 6),
    Offence("99", "Other notifiable offences", 30),
    Offence("104", "Assault without injury on a constable", 40, ("104/23",), 0.01),
    Offence("105A", "Assault without injury", 1150, ("105/01",), 0.02),
    Offence("105B", "Racially or religiously aggravated assault without injury", 20, ("008/57",), 0.01),
    Offence("106", "Modern slavery", 10),
    Offence("126", "Interfering with a motor vehicle", 70),
    Offence("802", "Dangerous driving", 18),
    Offence("814", "Fraud, forgery etc associated with vehicle or driver records", 3),
)

AREAS = ("Liverpool", "Wirral", "Sefton", "St. Helens", "Knowsley", "E08000007", "E06000006", "")
AREA_SHARES = (0.44, 0.17, 0.15, 0.11, 0.105, 0.006, 0.004, 0.015)  # two codes lie outside the force area
SEXES, SEX_SHARES = ("F", "M", "not_recorded", ""), (0.36, 0.36, 0.03, 0.25)
PLACES = (
    "street", "home", "shop", "licensed_premises", "public_transport", "education", "workplace", "other",
    "not_recorded", "",
)  # fmt: skip
OUTCOMES = (
    "No suspect identified", "Evidential difficulties", "Victim does not support", "Charged or summonsed",
    "Community resolution", "Caution, adult", "Caution, youth", "Not in the public interest",
    "Not yet assigned", "",
)  # fmt: skip
OPENINGS = (
    "Offender unknown approached victim", "Suspect known to victim", "Unknown male on a pedal cycle",
    "Customer", "Group of youths", "Informant reports that a person unknown", "Ex-partner", "Neighbour",
    "Two males in dark tops", "Driver of a dark hatchback", "Staff state that a female",
    "Passenger on the last bus",
)  # fmt: skip
MIDDLES = (
    "made threats, then left on foot", "removed property, value not yet known",
    "punched the victim to the face", 'produced a 6"" kitchen knife and demanded the phone',
    "sent messages causing distress", "ran off",
    "forced the rear door, made an untidy search", "smashed the nearside window with a stone",
    'was found with a folding blade, 3"" long, in a bag', "selected goods and made no attempt to pay",
    "shouted abuse and spat towards officers", "set fire to a wheelie bin beside the fence",
)  # fmt: skip
ENDINGS = (
    "CCTV requested", "no injuries", "minor injury, no treatment sought", "victim taken to hospital",
    "enquiries done", "statement to follow", "crime scene examined", "linked crime",
)  # fmt: skip


def header() -> list[str]:
    """Return the names of the columns."""
    return [
        "reference", "recorded_date", "committed_date", "committed_time", "offence_class", "offence_subcode",
        "offence_title", "knife", "firearm", "offensive_weapon", "corrosive", "domestic_abuse", "hate_crime",
        "county_lines", "area", "beat", "location_type", "victim_age", "victim_sex", "suspect_age",
        "suspect_sex", "outcome", "outcome_date", "officer_code", "modus_operandi",
    ]  # fmt: skip


def draw(rng: np.random.Generator, rows: int, shares: Sequence[float]) -> Numbers:
    """Return places in a list drawn at random by their shares."""
    return np.searchsorted(np.cumsum(shares), rng.random(rows) * sum(shares), side="right")


def pick(rng: np.random.Generator, rows: int, values: Sequence[str], shares: Sequence[float] = ()) -> pa.Array:
    """Return values drawn at random, by their shares when given."""
    drawn = draw(rng, rows, shares) if shares else rng.integers(0, len(values), rows)
    return pa.array(values).take(pa.array(drawn))


def flags(rng: np.random.Generator, rows: int, yes: float | Shares, blank: float | Shares) -> pa.Array:
    """Return Y, N and blanks, with these chances of yes and of blank."""
    code = np.where(rng.random(rows) < yes, 0, 1)
    code = np.where(rng.random(rows) < blank, 2, code)
    return pa.array(["Y", "N", ""]).take(pa.array(code))


def dates(days: Numbers, blank: np.ndarray[Any, np.dtype[np.bool_]] | None = None) -> pa.Array:
    """Return days (since 1970) as YYYY-MM-DD, blank where asked."""
    first = int(days.min())
    texts = [str(np.datetime64(int(day), "D")) for day in range(first, int(days.max()) + 1)]
    places = days - first
    if blank is not None:
        texts.append("")
        places = np.where(blank, len(texts) - 1, places)
    return pa.array(texts).take(pa.array(places))


def ages(rng: np.random.Generator, rows: int, middle: float, blank: float) -> pa.Array:
    """Return ages in years as text, with blanks, and now and then a placeholder."""
    found = np.clip(rng.gamma(4.0, middle / 4.0, rows).astype(np.int64), 1, 99)
    found = np.where(rng.random(rows) < 0.002, 999, found)
    texts = ["", *(str(age) for age in range(1, 1000))]
    return pa.array(texts).take(pa.array(np.where(rng.random(rows) < blank, 0, found)))


def offences(rng: np.random.Generator, rows: int) -> tuple[pa.Array, pa.Array, pa.Array, Shares]:
    """Return classes, sub-codes, titles, and the chance of a knife; a class now and then is not filled in."""
    drawn = draw(rng, rows, [offence.weight for offence in OFFENCES])
    blank = rng.random(rows) < 0.003
    kinds: list[str] = []
    first, choices = [], []
    for offence in OFFENCES:
        first.append(len(kinds))
        choices.append(max(len(offence.subcodes), 1))
        kinds += offence.subcodes or ("",)
    subcodes = np.array(first)[drawn] + (rng.random(rows) * np.array(choices)[drawn]).astype(np.int64)
    subcodes = np.where(blank | (rng.random(rows) < 0.06), len(kinds), subcodes)
    end = len(OFFENCES)
    drawn_or_blank = pa.array(np.where(blank, end, drawn))
    codes = pa.array([*(offence.code for offence in OFFENCES), ""]).take(drawn_or_blank)
    quoted = [f'"{offence.title}"' if "," in offence.title else offence.title for offence in OFFENCES]
    titles = pa.array([*quoted, ""]).take(drawn_or_blank)
    knife = np.array([offence.knife for offence in OFFENCES])[drawn]
    return codes, pa.array([*kinds, ""]).take(pa.array(subcodes)), titles, knife


def numbered(prefix: str, numbers: Numbers, width: int, suffix: pa.Array | str = "") -> pa.Array:
    """Return codes such as MP/0001234/19."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(prefix, digits, suffix, "")


def free_text(rng: np.random.Generator, rows: int) -> pa.Array:
    """Return what was written about each offence, in quotes, as no two people would write it."""
    return pc.binary_join_element_wise(
        numbered('"Log ', rng.integers(1, 2000, rows), 4, " "),
        pick(rng, rows, OPENINGS),
        " ",
        pick(rng, rows, MIDDLES),
        "; ",
        pick(rng, rows, ENDINGS),
        '"',
        "",
    )


def block(rng: np.random.Generator, start: int, rows: int, total: int, messy: bool) -> pa.Array:
    """Return the lines of some rows by recorded date; one in a thousand stands there twice."""
    span = int((LAST - FIRST).astype(int)) + 1
    epoch = int((FIRST - np.datetime64("1970-01-01")).astype(int))
    place = np.arange(start, start + rows)
    recorded = epoch + place * span // total
    late = rng.exponential(40, rows).astype(np.int64)
    committed = recorded - np.where(rng.random(rows) < 0.75, rng.integers(0, 3, rows), late)
    solved = recorded + rng.integers(1, 300, rows)
    codes, subcodes, titles, knife = offences(rng, rows)
    early = recorded < int((KNIFE_FLAG_BEGINS - np.datetime64("1970-01-01")).astype(int))
    years = pa.array([f"/{year}" for year in range(18, 22)])
    year = (np.datetime64("1970-01-01") + recorded).astype("datetime64[Y]").astype(int) + 1970 - 2018
    quarters = rng.integers(0, 96, rows)
    clock = pa.array([f"{quarter // 4:02d}:{quarter % 4 * 15:02d}" for quarter in range(96)])
    columns = {
        "reference": numbered("MP/", place, 7, years.take(pa.array(year))),
        "recorded_date": dates(recorded),
        "committed_date": dates(committed, rng.random(rows) < 0.005),
        "committed_time": clock.take(pa.array(quarters)),
        "offence_class": codes,
        "offence_subcode": subcodes,
        "offence_title": titles,
        "knife": flags(rng, rows, knife, np.where(early, 0.6, 0.06)),
        "firearm": flags(rng, rows, 0.004, 0.06),
        "offensive_weapon": flags(rng, rows, 0.02, 0.06),
        "corrosive": flags(rng, rows, 0.0005, 0.06),
        "domestic_abuse": flags(rng, rows, 0.14, 0.05),
        "hate_crime": flags(rng, rows, 0.02, 0.05),
        "county_lines": flags(rng, rows, 0.003, 0.3),
        "area": pick(rng, rows, AREAS, AREA_SHARES),
        "beat": numbered("B", rng.integers(100, 420, rows), 3),
        "location_type": pick(rng, rows, PLACES),
        "victim_age": ages(rng, rows, 36, 0.27),
        "victim_sex": pick(rng, rows, SEXES, SEX_SHARES),
        "suspect_age": ages(rng, rows, 31, 0.58),
        "suspect_sex": pick(rng, rows, SEXES, SEX_SHARES),
        "outcome": pick(rng, rows, [f'"{each}"' if "," in each else each for each in OUTCOMES]),
        "outcome_date": dates(solved, rng.random(rows) < 0.2),
        "officer_code": numbered("", rng.integers(1000, 9999, rows), 5),
        "modus_operandi": free_text(rng, rows),
    }
    if messy:
        columns = add_mess(rng, columns)
    cells = [columns[name] for name in header()]
    lines = pc.binary_join_element_wise(*cells, ",")
    if messy:
        lines = break_lines(rng, lines, pc.binary_join_element_wise(*cells[:-2], ","))
    again = np.arange(rows)
    repeats = rng.integers(1, rows, rows // 1000)
    again[repeats] = repeats - 1
    return pc.binary_join_element_wise(lines.take(pa.array(again)), "\r\n", "")


def recipe(rows: int, seed: int) -> str:
    """Return what the extract follows from: the scripts, the number of rows and the seed."""
    scripts = b"".join(path.read_bytes() for path in (Path(__file__), Path(__file__).with_name("mess.py")))
    return f"{rows} rows, seed {seed}, script {hashlib.sha256(scripts).hexdigest()}\n"


def is_made(path: Path, rows: int, seed: int) -> bool:
    """Return whether the same extract is there already."""
    note = path.with_suffix(".recipe")
    return path.exists() and note.exists() and note.read_text(encoding="utf-8") == recipe(rows, seed)


def make(path: Path, rows: int, seed: int = SEED, messy: bool = False) -> None:
    """Write the extract; it has its name only once it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as stream:
        stream.write((",".join(header()) + "\r\n").encode())
        for start in range(0, rows, BLOCK_ROWS):
            lines = block(rng, start, min(BLOCK_ROWS, rows - start), rows, messy)
            # The texts of an array lie one behind the other in its last buffer.
            offsets = np.frombuffer(lines.buffers()[1], np.int32, len(lines) + 1)
            stream.write(lines.buffers()[2][: int(offsets[-1])])
    unfinished.replace(path)
    path.with_suffix(".recipe").write_text(recipe(rows, seed), encoding="utf-8")


def main() -> None:
    """Read the command line and write the extract."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--unless-made", action="store_true", help="do nothing when the same extract is there")
    parser.add_argument("--messy", action="store_true", help="with a defect in one row of a hundred")
    asked = parser.parse_args()
    path = asked.out or (MESSY if asked.messy else EXTRACT)
    if asked.unless_made and is_made(path, asked.rows, asked.seed):
        return
    make(path, asked.rows, asked.seed, asked.messy)
    print(f"{path}: {asked.rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
