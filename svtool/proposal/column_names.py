"""What suppliers call their columns: names that stand for a field beside the field's own name and title.

Names marked [seen] stand in a public file or data dictionary: the Home Office and police.uk files, a published
screen of the GENIE system, NHS Data Dictionary (ISTV) and ECDS scripts, Home Office fire data sets. All others are
assumptions: no export of a force's Niche, Athena or Connect system was available.
"""

from __future__ import annotations

from svtool.schema.offences import fold_title
from svtool.schema.sources import Source, SourceField

_POLICE = {
    "reference": (
        "crime number", "crime no", "crime reference", "crime ref", "crime id", "occurrence number", "offence number",
        "offence ref", "offence reference", "crime reference number", "urn", "oic number",
    ),
    "recorded_date": (
        "date recorded", "recorded date", "date reported", "reported date", "crime recorded date", "recorded on",
        "created date",
    ),
    "committed_date": (
        "first committed", "earliest committed", "earliest committed date", "committed from", "date committed",
        "committed date", "offence date", "date of offence", "committed from date", "earliest date",
    ),
    "offence_class": (
        "offence code", "ho class", "home office class", "class code", "stats class", "crime class", "class",
    ),
    "offence_subcode": (
        "ho code", "home office code", "homc", "home office sub code", "ho offence code", "offence subcode", "sub code",
    ),
    "offence_title": (
        "rec title", "short offence title", "offence", "offence description", "offence type", "crime title",
        "ho offence", "stats class description",
    ),
    "crime_type": ("crime type",),
    "knife": (
        "knife", "knife flag", "knife enabled", "knife crime", "knife crime flag", "knife sharp instrument",
        "knife marker",
    ),
    "firearm": ("firearm", "firearm flag", "firearm enabled", "firearms marker", "gun crime", "gun crime flag"),
    "offensive_weapon": ("offensive weapon", "offensive weapon flag", "weapon flag"),
    "corrosive": ("corrosive", "acid flag", "corrosive flag"),
    "domestic_abuse": (
        "domestic abuse", "da flag", "da", "domestic", "domestic flag", "dv flag", "domestic abuse marker",
    ),
    "hate_crime": ("hate crime", "hate flag", "hate", "hate crime marker"),
    "county_lines": ("county lines", "county lines marker", "cl flag"),
    "cancelled": ("cancelled", "no crime", "cancelled flag", "transferred or cancelled"),
    "area": (
        "force name", "borough", "local authority", "district", "lsoa code", "lsoa", "la", "csp",
        "local authority name", "lpa",
    ),
    "count": ("number of offences", "count", "offences", "total"),
    "victim_reference": ("victim id", "victim ref", "victim reference", "victim urn", "aggrieved id"),
    "victim_age": ("victim age", "age of victim", "vic age", "age at offence"),
    "victim_date_of_birth": ("victim dob", "victim date of birth"),
    "victim_sex": ("victim sex", "victim gender", "sex of victim"),
    "suspect_reference": ("suspect id", "suspect ref", "suspect reference", "suspect urn", "offender id", "nominal id"),
    "suspect_age": ("suspect age", "offender age", "age of suspect", "accused age"),
    "suspect_date_of_birth": ("suspect dob", "offender dob", "suspect date of birth"),
    "suspect_sex": ("suspect sex", "suspect gender", "offender sex", "offender gender"),
}  # fmt: skip
_ED = {
    "reference": ("attendance number", "attendance id", "attendance reference", "ed attendance id", "ecds id"),
    "supplier": ("hospital site", "site code of treatment", "site code", "hospital", "site", "provider", "trust"),
    "recorded_date": (
        "arrival date", "arrival date and time at a e", "attendance date", "date of attendance", "arrival",
    ),
    "assault": (
        "assault", "assault flag", "attendance reason", "ec injury intent snomed ct", "injury intent", "incident type",
        "injury group", "reason for attendance",
    ),
    "weapon": (
        "assault weapon", "weapon", "assault method", "ec injury mechanism snomed ct", "injury mechanism",
        "weapon used", "weapon type", "method",
    ),
    "age": ("age", "age at arrival", "patient age"),
    "date_of_birth": ("dob", "date of birth", "patient dob"),
    "sex": ("sex", "gender", "patient sex"),
    "area": (
        "local authority of residence", "borough of residence", "lsoa of residence", "der postcode lsoa code",
        "residence", "borough", "local authority", "lsoa", "lsoa code",
    ),
    "count": ("number of attendances", "attendances", "count"),
}  # fmt: skip
_AMBULANCE = {
    "reference": ("incident number", "incident id", "call number", "cad number", "cad reference", "incident reference"),
    "supplier": ("ambulance service", "ambulance trust", "service"),
    "recorded_date": ("call date", "date of call", "incident date", "call received", "date of incident", "call time"),
    "age": ("age", "patient age"),
    "date_of_birth": ("dob", "date of birth", "patient dob"),
    "sex": ("sex", "gender", "patient sex"),
    "area": ("local authority", "borough", "lsoa", "lsoa code", "incident area", "area of incident", "district"),
    "count": ("number of incidents", "incidents", "count"),
}  # fmt: skip
_FIRE = {
    "reference": ("incident number", "incident id", "irs number", "incident reference"),
    "supplier": ("frs name", "fire and rescue service", "frs"),
    "recorded_date": ("date of call", "call date", "incident date", "date of incident"),
    "motive": ("accidental or deliberate", "motive", "fire motive", "cause", "deliberate or accidental"),
    "area": ("local authority", "borough", "lsoa code", "lsoa", "district", "frs territory"),
    "count": ("number of incidents", "incidents", "count", "number of fires"),
}  # fmt: skip
NAMES = {"police": _POLICE, "ed": _ED, "ambulance": _AMBULANCE, "fire": _FIRE}

# Words of a column or file name that speak for a source, each counted once.
SIGNS = {
    "police": {
        "police", "crime", "crimes", "offence", "offences", "victim", "victims", "suspect", "suspects", "offender",
        "homc", "knife",
    },
    "ed": {"ed", "ae", "attendance", "attendances", "arrival", "ecds", "istv", "hospital", "tiig", "weapon", "assault"},
    "ambulance": {"ambulance", "nwas", "wmas", "ampds", "determinant", "cad", "crew", "call", "callout", "callouts"},
    "fire": {"fire", "fires", "frs", "irs", "motive", "deliberate", "accidental", "arson", "mfrs"},
}  # fmt: skip

# Words of categories that the field's own values do not say.
SAME_WORDS = {
    "f": "female", "m": "male", "u": "unknown", "unknown": "unknown", "not known": "unknown",
    "not recorded": "unknown", "not stated": "unknown", "nk": "unknown", "n k": "unknown",
    "knife or sharp implement": "knife_or_other_sharp", "other bladed sharp object": "other_sharp", "gun": "firearm",
    "fist": "fists", "foot": "feet", "bottle": "glass_or_bottle", "glass": "glass_or_bottle",
}  # fmt: skip


def name_fit(source: Source, field: SourceField, header: str) -> float:
    """Return how well a column's name says a field: 1 its own name or title, 0.9 a known other name, else less."""
    folded = fold_title(header)
    if folded in {fold_title(field.name), fold_title(field.title)}:
        return 1.0
    others = NAMES.get(source.id, {}).get(field.name, ())
    if folded in others:
        return 0.9
    words = set(folded.split())
    shared = max((_overlap(words, set(other.split())) for other in others), default=0.0)
    return 0.8 * max(shared, _overlap(words, set(fold_title(field.title).split())))


def _overlap(words: set[str], others: set[str]) -> float:
    return len(words & others) / len(words | others) if words | others else 0.0
