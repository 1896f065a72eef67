"""Which concepts of an OMOP vocabulary a rule's concept means.

A record is of the concept when its standard or its source concept carries one of the codes, is mapped to by one, or
lies below; when it lies above, or nothing is known of it, it may be. Names decide where codes do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from sqlglot import exp

from ...link.systems import to_omop
from ...rules.model import Code, Concept
from ...rules.normal import fold
from .query import Query
from .tables import EVENT, FAMILY, TABLES, Table
from .tree import FALSE, TRUE, UNKNOWN, and_, case, column, not_, one_of, or_, sql, text

#: Systems whose codes lie below their own beginnings.
_BY_BEGINNING = frozenset({"ICD10CM", "ICD10", "ATC"})
#: Systems in which two codes can be compared without a hierarchy; LOINC has none.
_DIRECT = _BY_BEGINNING | {"LOINC"}
_RANGE = re.compile(r"([A-Z]\d[0-9A-Z])-([A-Z]\d[0-9A-Z])")

MATCH = "m"


def matching(query: Query, domain: str, concept: Concept) -> str:
    """The CTE of how the concepts that records of `domain` have stand to `concept`: concept_id, source_id, truth."""
    return query.once((domain, concept), lambda: _matching(query, domain, concept))


def _matching(query: Query, domain: str, concept: Concept) -> str:
    table = FAMILY if domain == FAMILY.name else TABLES[domain]
    used = query.once(("used", table), lambda: _used(query, table))
    names = [fold(name) for name in (concept.text, *concept.also)]
    examples = [fold(example) for example in concept.such_as if isinstance(example, str)]
    found = exp.select("u.concept_id", "u.source_id").from_(exp.alias_(exp.to_table(used), "u", table=True))
    same, example = _named(names), _named(examples) if examples else FALSE
    if concept.codes:
        truth, found = _coded(query, found, concept.codes, same, example)
    else:
        truth = case((or_([example, same]), TRUE))
    inner = found.select(exp.alias_(truth, "truth"))
    rows = exp.select("*").from_(inner.subquery("found")).where(sql("COALESCE(truth, TRUE)"))
    return query.add("concepts", rows)


def joined(select: exp.Select, match: str, table: Table, alias: str = MATCH) -> exp.Select:
    """`select` of events with how their concepts match; under an alias of their own, also those that do not."""
    on = sql(
        ":own_concept = COALESCE(:concept, 0) AND :own_source = COALESCE(:source, 0)",
        own_concept=column(alias, "concept_id"),
        own_source=column(alias, "source_id"),
        concept=column(EVENT, table.concept),
        source=column(EVENT, table.source),
    )
    join_type = "inner" if alias == MATCH else "left"
    return select.join(exp.alias_(exp.to_table(match), alias, table=True), on=on, join_type=join_type, copy=False)


TRUTH = column(MATCH, "truth")


def _used(query: Query, table: Table) -> str:
    """The CTE of the concepts that records of a table have, with what decides whether they match."""
    pairs = exp.select(
        exp.alias_(sql("COALESCE(:concept, 0)", concept=exp.column(table.concept)), "concept_id"),
        exp.alias_(sql("COALESCE(:source, 0)", source=exp.column(table.source)), "source_id"),
    )
    pairs = pairs.distinct().from_(table.name)
    rows = (
        exp.select("pair.concept_id", "pair.source_id")
        .select("standard.vocabulary_id AS vocabulary_id", "source.vocabulary_id AS source_vocabulary_id")
        .select("LOWER(TRIM(standard.concept_name)) AS name", "LOWER(TRIM(source.concept_name)) AS source_name")
        .select("placed.concept_id IS NOT NULL AS placed")
        .from_(pairs.subquery("pair"))
        .join(
            "concept AS standard", on="standard.concept_id = pair.concept_id AND pair.concept_id <> 0", join_type="left"
        )
        .join("concept AS source", on="source.concept_id = pair.source_id AND pair.source_id <> 0", join_type="left")
        .join(
            cast(exp.Select, sql("SELECT DISTINCT descendant_concept_id AS concept_id FROM concept_ancestor")).subquery(
                "placed"
            ),
            on="placed.concept_id = pair.concept_id",
            join_type="left",
        )
    )
    return query.add(f"used_{table.name}", rows)


def _named(names: Iterable[str]) -> exp.Expr:
    """Whether the standard or the source concept has one of the names."""
    return or_(sql("COALESCE(:same, FALSE)", same=one_of(column("u", name), names)) for name in ("name", "source_name"))


def _coded(
    query: Query, found: exp.Select, codes: tuple[Code, ...], same: exp.Expr, example: exp.Expr
) -> tuple[exp.Expr, exp.Select]:
    """How concepts stand to the codes, and the select with the sets of concepts joined that say so."""
    included = tuple(code for code in codes if not _excluded(code))
    inside = _closure(query, included, "inside")
    above = _above(query, included)
    sets = {"inside": inside, "above": above}
    excluded = tuple(code for code in codes if _excluded(code))
    if excluded:
        sets["excluded"] = _closure(query, excluded, "excluded")
    for name, cte in sets.items():
        for column_name in ("concept_id", "source_id"):
            alias = f"{name}_{column_name}"
            found = found.join(
                exp.alias_(exp.to_table(cte), alias, table=True),
                on=exp.EQ(this=column(alias, "concept_id"), expression=column("u", column_name)),
                join_type="left",
                copy=False,
            )
    hit, over = _in("inside"), _in("above")
    out = _in("excluded") if excluded else FALSE
    systems = {to_omop(code.system) for code in included}
    direct = systems & _DIRECT
    resolved = exp.GT(this=exp.select("COUNT(*)").from_(inside).subquery(), expression=exp.Literal.number(0))
    here = sql("u.concept_id <> 0")
    compared = _of(direct, "vocabulary_id")
    known = or_([compared, and_([resolved, sql("u.placed")])])
    own_absent = or_([not_(here), and_([not_(sql("u.placed")), not_(_of(systems, "vocabulary_id"))])])
    other_compared = _of(direct, "source_vocabulary_id")
    never = and_([not_(over), or_([and_([here, known]), and_([own_absent, other_compared])])])
    truth = case((example, TRUE), (out, FALSE), (hit, TRUE), (never, FALSE), (same, TRUE), default=UNKNOWN)
    return truth, found


def _in(name: str) -> exp.Expr:
    return or_(sql("NOT :id IS NULL", id=column(f"{name}_{key}", "concept_id")) for key in ("concept_id", "source_id"))


def _of(systems: Iterable[str], name: str) -> exp.Expr:
    systems = list(systems)
    return sql("COALESCE(:of, FALSE)", of=one_of(column("u", name), systems)) if systems else FALSE


def _excluded(code: Code) -> bool:
    return bool(getattr(code, "excluded", False))


def _narrow(code: Code) -> bool:
    """Whether a code stands for itself alone."""
    return not getattr(code, "descendants", True)


def _closure(query: Query, codes: tuple[Code, ...], name: str) -> str:
    """The CTE of the concepts that carry the codes, that these map to, and that lie below."""
    return query.once((name, codes), lambda: _inside(query, codes, name))


def _inside(query: Query, codes: tuple[Code, ...], name: str) -> str:
    wide = tuple(code for code in codes if not _narrow(code))
    narrow = tuple(code for code in codes if _narrow(code))
    rows: list[exp.Expr] = []
    for some, below in ((wide, True), (narrow, False)):
        if not some:
            continue
        seeds = query.add(
            "codes", exp.select("concept_id").from_("concept").where(or_(_carries(code) for code in some))
        )
        mapped = query.add("mapped", _mapped(seeds))
        rows.append(exp.select("concept_id").from_(mapped))
        if below:
            rows.append(
                exp.select("a.descendant_concept_id AS concept_id")
                .from_(exp.alias_(exp.to_table(mapped), "b", table=True))
                .join("concept_ancestor AS a", on="a.ancestor_concept_id = b.concept_id")
            )
    return query.add(name, _union(rows))


def _mapped(seeds: str) -> exp.Expr:
    to = (
        exp.select("r.concept_id_2 AS concept_id")
        .from_(exp.alias_(exp.to_table(seeds), "b", table=True))
        .join("concept_relationship AS r", on="r.concept_id_1 = b.concept_id AND r.relationship_id = 'Maps to'")
        .where("r.invalid_reason IS NULL OR r.invalid_reason = ''")
    )
    return _union([exp.select("concept_id").from_(seeds), to])


def _above(query: Query, codes: tuple[Code, ...]) -> str:
    """The CTE of the concepts above those of the codes."""
    return query.once(("above", codes), lambda: _wider(query, codes))


def _wider(query: Query, codes: tuple[Code, ...]) -> str:
    seeds = query.add("codes", exp.select("concept_id").from_("concept").where(or_(_carries(code) for code in codes)))
    mapped = query.add("mapped", _mapped(seeds))
    rows: list[exp.Expr] = [
        exp.select("a.ancestor_concept_id AS concept_id")
        .from_(exp.alias_(exp.to_table(mapped), "b", table=True))
        .join("concept_ancestor AS a", on="a.descendant_concept_id = b.concept_id")
    ]
    wider = [_begins(code) for code in codes if to_omop(code.system) in _BY_BEGINNING]
    if wider:
        rows.append(exp.select("concept_id").from_("concept").where(or_(wider)))
    return query.add("above", _union(rows))


def _union(rows: list[exp.Expr]) -> exp.Expr:
    """The rows of all, each once."""
    found = rows[0]
    if len(rows) == 1 and isinstance(found, exp.Select):
        return found.distinct()
    for other in rows[1:]:
        found = exp.union(found, other, distinct=True)
    return found


def _carries(code: Code) -> exp.Expr:
    """Whether a row of `concept` carries a code, or in systems that show it in the code, one below."""
    of = to_omop(code.system)
    written = code.code.strip()
    own: exp.Expr = exp.EQ(this=exp.column("concept_code"), expression=text(written))
    if of in _BY_BEGINNING and not _narrow(code):
        block = _RANGE.fullmatch(written.upper())
        if block:
            own = sql(
                ":first >= :low AND :last <= :high", first=_FIRST, last=_LAST, low=text(block[1]), high=text(block[2])
            )
        else:
            begins = exp.StartsWith(this=_PLAIN.copy(), expression=text(written.upper().replace(".", "")))
            own = and_([begins, not_(_IS_RANGE)])
    return and_([_vocabulary_is(of), own])


def _begins(code: Code) -> exp.Expr:
    """Whether the code of a row of `concept` is a proper beginning of a code, and so lies above it."""
    written = code.code.strip().upper()
    block = _RANGE.fullmatch(written)
    first, last = (block[1], block[2]) if block else (written[:3], written[:3])
    around = sql(
        ":range AND :first <= :low AND :last >= :high",
        range=_IS_RANGE,
        first=_FIRST,
        last=_LAST,
        low=text(first),
        high=text(last),
    )
    plain = written.replace(".", "")
    beginnings = [plain[:length] for length in range(1, len(plain))] if not block else []
    wider = or_([one_of(_PLAIN, beginnings) if beginnings else FALSE, exp.Paren(this=around)])
    return and_([_vocabulary_is(to_omop(code.system)), wider])


#: The code of a row of `concept`: without its dots; whether it is a range of categories; its first and last category.
_PLAIN = sql("REPLACE(UPPER(concept_code), '.', '')")
_IS_RANGE = sql("concept_code LIKE '___-___'")
_FIRST = sql("SUBSTRING(UPPER(concept_code), 1, 3)")
_LAST = sql("SUBSTRING(UPPER(concept_code), CASE WHEN concept_code LIKE '___-___' THEN 5 ELSE 1 END, 3)")


def _vocabulary_is(name: str) -> exp.Expr:
    return exp.EQ(this=exp.column("vocabulary_id"), expression=text(name))
