"""What suppliers are called, as far as the names of their files say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from svtool.proposal.days_in_names import words_of_name
from svtool.proposal.decisions import Decision
from svtool.proposal.records_in_common import Member
from svtool.schema.offences import fold_title
from svtool.schema.sources import Source

OF_HOSPITALS = {"hospital", "infirmary", "trust", "site"}
SHORT = 2  # letters up to which a word needs others beside it: hospital A


def supplier_decisions(parties: Sequence[Sequence[Member]], source: Source) -> list[Decision | None]:
    """Return the supplier of each party, proposed from the words that its files do not share with the others.

    None where a column says it, or where the words are kinds of record (`knife`), which are no suppliers.
    """
    words = [tuple(dict.fromkeys(word for each in party for word in words_of_name(each.name))) for party in parties]
    shared = set.intersection(*map(set, words))
    kinds = _kinds_of(source)
    own = [[word for word in some if word not in shared] for some in words]
    if any(own) and all(set(some) <= kinds for some in own):
        return [None for _ in parties]
    title = source.by_name["supplier"].title if "supplier" in source.by_name else "supplier"
    found: list[Decision | None] = []
    for party, some in zip(parties, words, strict=True):
        if party[0].headers("supplier"):
            found.append(None)
            continue
        name = _as_written(_name(some, shared, _of_layout(party, source)), party)
        rivals = [_name(others, shared, set()).casefold() for others in words if others is not some]
        meaning = (
            f"the name of the {title}; these files hold the same days as others, and their names do not tell whose"
        )
        if name and name.casefold() not in rivals:
            meaning = f"the name of the {title}, from the names of the files"
            found.append(Decision(f"the {title}", (name,), meaning, name, is_free=True, stands=True))
        else:
            found.append(Decision(f"the {title}", ("a name, such as Royal",), meaning, is_free=True))
    return found


def _name(words: Sequence[str], shared: set[str], of_layout: set[str]) -> str:
    own = [word for word in words if word not in shared and word not in of_layout]
    if own and all(len(word) <= SHORT for word in own):
        own = [word for word in words if word not in of_layout]
    return " ".join(own)


def _as_written(name: str, party: Sequence[Member]) -> str:
    """Return a name with the capitals that the names of files give its words, else each with one."""
    written = {word.casefold(): word for each in party for word in re.findall(r"[^\W_]+", each.name)}
    words = [written.get(word, word) for word in name.split()]
    return " ".join(word if word != word.lower() else word.capitalize() for word in words)


def _of_layout(party: Sequence[Member], source: Source) -> set[str]:
    """Return the words of the source and of mappings that ship, which name no supplier."""
    shipped = [each.layout.mapping for each in party if not each.layout.proposal]
    mappings = {word for mapping in shipped for word in fold_title(mapping.replace("_", " ")).split()}
    fields = {word for each in source.fields for word in (each.name, f"{each.name}s")}
    return (mappings | fields | {source.id} | set(source.signs.words)) - OF_HOSPITALS


def _kinds_of(source: Source) -> set[str]:
    """Return the words that values of the source have."""
    values = [*(word for each in source.fields for word in each.words), *(w for e in source.fields for w in e.said_as)]
    return {word for value in values for word in fold_title(value.replace("_", " ")).split()}
