"""A rule in the words of people: fields and offences by their titles, never by the names that YAML has for them."""

from __future__ import annotations

from dataclasses import replace

from svtool.schema.offences import Catalogue
from svtool.schema.rules import All, AnyOf, Compare, Not, Rule, show_rule
from svtool.schema.sources import OFFENCE, Source


def rule_in_titles(rule: Rule, source: Source, catalogue: Catalogue) -> str:
    """Return a rule in one line: `victim age under 25 and offence is robbery`."""
    return show_rule(_titled(rule, source, catalogue))


def field_title(name: str, source: Source) -> str:
    """Return what people call a field of a source."""
    return source.by_name[name].title if name in source.by_name else name.replace("_", " ")


def offence_title(name: str, catalogue: Catalogue) -> str:
    """Return what people call a class, a set of offences, or one kind of a class (`8S:section_18`)."""
    known, _, kind = name.partition(":")
    of_class = catalogue.by_code.get(known)
    title = catalogue.titles_by_name.get(known) or (of_class.title if of_class else known.replace("_", " "))
    return f"{_small(title)}{f' ({_plain(kind)})' if kind else ''}"


def value_title(value: str) -> str:
    """Return a value of a category as people write it: `not recorded`."""
    return _plain(value)


def _titled(rule: Rule, source: Source, catalogue: Catalogue) -> Rule:
    if isinstance(rule, Not):
        return Not(_titled(rule.rule, source, catalogue))
    if isinstance(rule, All | AnyOf):
        return replace(rule, rules=tuple(_titled(part, source, catalogue) for part in rule.rules))
    field = _as_one(field_title(rule.field, source))
    if isinstance(rule, Compare):
        return replace(rule, field=field)
    shown = (offence_title(each, catalogue) if rule.field == OFFENCE else value_title(each) for each in rule.values)
    return replace(rule, field=field, values=tuple(map(_as_one, shown)))


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _small(title: str) -> str:
    """Return a title as it stands inside a sentence; capitals of an abbreviation stay."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _as_one(title: str) -> str:
    """Return a title that is read as one, where its own words could be taken for those of the rule."""
    return f"“{title}”" if any(each in title for each in (" or ", " and ", ", ", " is ")) else title
