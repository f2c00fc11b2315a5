"""The codes that the benchmark's measures count, and the years, for every script that counts them."""

from __future__ import annotations

YEARS = (2019, 2020, 2021)
OUTSIDE = ["E08000007", "E06000006"]

HOMICIDE = ["1", "4.1", "4.2", "4.10"]
RAPE = ["19C", "19D", "19E", "19F", "19G", "19H", "19J", "19K"]
SEXUAL_ASSAULT = ["17A", "17B", "20A", "20B"]
ROBBERY = ["34A", "34B"]
WITH_WEAPON = [*HOMICIDE, *RAPE, *SEXUAL_ASSAULT, *ROBBERY, "2", "5D", "3B", "8N", "8P", "8S", "5E"]  # list A
WITH_OR_WITHOUT = [*HOMICIDE, *ROBBERY, "2", "5D", "56A"]  # list B, without its section 18 on a constable
HATE = ["8N", "5D", "8S"]
VIOLENCE_AGAINST_THE_PERSON = [
    *HOMICIDE, "2", "3A", "3B", "4.3", "4.4", "4.6", "4.7", "4.8", "4.9", "5D", "5E", "8L", "8M", "8N", "8P",
    "8Q", "8R", "8S", "8T", "8U", "11A", "13", "14", "36", "37.1", "104", "104A", "104B", "105A", "105B", "106",
]  # fmt: skip
POSSESSION_OF_WEAPONS = ["10A", "10B", "10C", "10D", "81", "90"]
CRIMES_AGAINST_SOCIETY = [
    "15", "24", "26", "27", "33", "33A", "38", "54", "59", "60", "61", "61A", "67", "69", "76", "79", "80",
    "83", "86", "95", "96", "99", "802", "814",
]  # fmt: skip

# What no measure asks about is left out by every script: reading less is fair, for svtool does so too.
CODES = (
    "reference", "offence_class", "offence_subcode", "knife", "firearm", "domestic_abuse", "hate_crime", "area",
)  # fmt: skip
DAYS = ("committed_date", "recorded_date")
AGES = ("victim_age", "suspect_age")
OLDEST = 120  # an age beyond is a slip of the pen, and so not known
