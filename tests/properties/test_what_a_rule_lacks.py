"""The fields that a rule is said to lack are those whose answers would decide it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.engine.embedded import EmbeddedEngine
from svtool.engine.rule_sql import Relation, RuleCompiler
from svtool.engine.seam import Engine, rows
from svtool.schema.library import Library
from svtool.schema.rules import All, Among, AnyOf, Not, Rule, fields_of

LIBRARY = Library()
FLAGS = ("knife", "firearm", "hate_crime", "domestic_abuse")
ANSWERS = {True: "TRUE", False: "FALSE", None: "CAST(NULL AS BOOLEAN)"}

conditions = st.builds(Among, st.sampled_from(FLAGS), st.sampled_from([("yes",), ("no",)]))
rules = st.recursive(
    conditions,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.tuples(inner, inner)),
        st.builds(AnyOf, st.tuples(inner, inner, inner)),
    ),
    max_leaves=8,
)
records = st.fixed_dictionaries({flag: st.sampled_from([True, False, None]) for flag in FLAGS})


def ask(engine: Engine, rule: Rule, record: dict[str, bool | None]) -> tuple[bool | None, set[str]]:
    """Return the answer of a rule on a record, and the fields that it lacks."""
    relation = Relation("f", frozenset(FLAGS))
    compiler = RuleCompiler(LIBRARY.sources["police"], LIBRARY.catalogue, {}, relation)
    lacking = compiler.lacking(rule)
    values = ", ".join(f"{ANSWERS[value]} AS {name}" for name, value in record.items())
    listed = ", ".join([compiler.compile(rule), *lacking.values()])
    answer, *lacks = rows(engine, "a rule", f"SELECT {listed} FROM (SELECT {values}) AS f")[0]
    return answer, {name for name, is_lacking in zip(lacking, lacks, strict=True) if is_lacking}


@pytest.mark.slow
@settings(max_examples=settings().max_examples * 5 // 4, deadline=None)
@given(rules, records, st.fixed_dictionaries({flag: st.booleans() for flag in FLAGS}))
def test_a_rule_lacks_something_just_when_it_is_open_and_then_that_decides_it(
    rule: Rule, record: dict[str, bool | None], found_out: dict[str, bool]
) -> None:
    with EmbeddedEngine() as engine:
        answer, lacks = ask(engine, rule, record)
        assert bool(lacks) == (answer is None)
        assert lacks <= {name for name in fields_of(rule) if record[name] is None}
        settled = {**record, **{name: found_out[name] for name in lacks}}
        assert ask(engine, rule, settled)[0] is not None
