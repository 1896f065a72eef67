"""Small pieces of SQL as expression trees. Nothing here pastes strings: names and values are nodes.

SQL's AND, OR and NOT are Kleene's with NULL as unknown; the helpers only leave out what constants decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache, reduce

from sqlglot import exp, parse_one

TRUE, FALSE = exp.true(), exp.false()
UNKNOWN = exp.cast(exp.null(), "boolean")


@cache
def _parsed(template: str) -> exp.Expr:
    return parse_one(template)


def sql(template: str, **parts: exp.Expr) -> exp.Expr:
    """A constant piece of SQL with expressions in place of its `:names`.

    >>> sql("a <= :limit", limit=number(3)).sql()
    'a <= 3'
    """
    found = _parsed(template).copy()
    for hole in list(found.find_all(exp.Placeholder)) if parts else ():
        part = parts[hole.name].copy()
        if hole is found:
            return part
        hole.replace(part)
    return found


def text(value: str) -> exp.Expr:
    """A string literal."""
    return exp.Literal.string(value)


def number(value: int | Decimal) -> exp.Expr:
    """A number literal, exact as written."""
    literal = exp.Literal.number(format(abs(Decimal(value)), "f"))
    return exp.Neg(this=literal) if value < 0 else literal


def day(value: date) -> exp.Expr:
    """A date literal."""
    return exp.cast(text(value.isoformat()), "date")


def column(table: str, name: str) -> exp.Column:
    """A column of a table or alias."""
    return exp.column(name, table)


def is_true(found: exp.Expr) -> bool:
    """Whether an expression is the constant TRUE."""
    return found == TRUE


def is_false(found: exp.Expr) -> bool:
    """Whether an expression is the constant FALSE."""
    return found == FALSE


def is_unknown(found: exp.Expr) -> bool:
    """Whether an expression is the constant NULL."""
    return found == UNKNOWN


def and_(parts: Iterable[exp.Expr]) -> exp.Expr:
    """The conjunction: TRUE of nothing."""
    kept = _distinct(part for part in parts if not is_true(part))
    if any(map(is_false, kept)):
        return FALSE.copy()
    return _joined(exp.And, kept) if kept else TRUE.copy()


def or_(parts: Iterable[exp.Expr]) -> exp.Expr:
    """The disjunction: FALSE of nothing."""
    kept = _distinct(part for part in parts if not is_false(part))
    if any(map(is_true, kept)):
        return TRUE.copy()
    return _joined(exp.Or, kept) if kept else FALSE.copy()


def not_(part: exp.Expr) -> exp.Expr:
    """The opposite; of unknown, unknown."""
    if is_unknown(part):
        return part
    if isinstance(part, exp.Boolean):
        return FALSE.copy() if part.this else TRUE.copy()
    return exp.Not(this=_wrapped(part))


def _distinct(parts: Iterable[exp.Expr]) -> list[exp.Expr]:
    return list(dict.fromkeys(parts))


def _joined(kind: type[exp.Connector], parts: list[exp.Expr]) -> exp.Expr:
    if len(parts) == 1:
        return parts[0]
    return reduce(lambda one, other: kind(this=one, expression=other), map(_wrapped, parts))


def _wrapped(part: exp.Expr) -> exp.Expr:
    part = part.copy()
    return exp.Paren(this=part) if isinstance(part, exp.Connector | exp.Binary | exp.Not) else part


def binary(kind: type[exp.Binary], one: exp.Expr, other: exp.Expr) -> exp.Expr:
    """A comparison or an operation of two expressions."""
    return kind(this=_operand(one), expression=_operand(other))


def _operand(part: exp.Expr) -> exp.Expr:
    part = part.copy()
    return exp.Paren(this=part) if isinstance(part, exp.Binary | exp.Connector | exp.Not | exp.Neg) else part


def case(*when: tuple[exp.Expr, exp.Expr], default: exp.Expr | None = None) -> exp.Expr:
    """The value of the first condition that is true; NULL, or `default`, where none is."""
    ifs = [exp.If(this=condition.copy(), true=value.copy()) for condition, value in when if not is_false(condition)]
    if not ifs:
        return default.copy() if default is not None else UNKNOWN.copy()
    return exp.Case(ifs=ifs, default=default.copy() if default is not None else None)


def decided(sure: exp.Expr, never: exp.Expr) -> exp.Expr:
    """TRUE where `sure`, FALSE where `never`, else unknown."""
    return case((sure, TRUE), (never, FALSE))


def one_of(found: exp.Expr, names: Iterable[str]) -> exp.Expr:
    """Whether an expression is one of the names."""
    return exp.In(this=found.copy(), expressions=[text(name) for name in sorted(set(names))])


def some(condition: exp.Expr) -> exp.Expr:
    """Whether a condition is true of some row of a group."""
    return sql("MAX(CASE WHEN :condition THEN 1 ELSE 0 END) = 1", condition=condition)


def every(condition: exp.Expr) -> exp.Expr:
    """Whether a condition is true of each row of a group."""
    return sql("MIN(CASE WHEN :condition THEN 1 ELSE 0 END) = 1", condition=condition)


def any_of_rows(truth: exp.Expr) -> exp.Expr:
    """Kleene's disjunction over the rows of a group."""
    return decided(some(truth), every(not_(truth)))


def all_of_rows(truth: exp.Expr) -> exp.Expr:
    """Kleene's conjunction over the rows of a group."""
    return decided(every(truth), some(not_(truth)))


def agreed(truth: exp.Expr) -> exp.Expr:
    """The truth that all rows of a group have; unknown where they differ."""
    return decided(every(truth), every(not_(truth)))


def possible(truth: exp.Expr) -> exp.Expr:
    """Whether a truth is not false: a condition that is never NULL."""
    return TRUE.copy() if is_true(truth) or is_unknown(truth) else sql("COALESCE(:truth, TRUE)", truth=truth)
