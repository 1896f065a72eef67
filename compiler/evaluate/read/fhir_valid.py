"""Whether a FHIR resource is as the standard wants it: asked of `fhir.resources`, where it is installed (extra `fhir`).

It has models of R5 and of R4B, which is R4 in all resources that are read here. What is valid in one of them is valid.
What the standard requires and is missing is not held against a resource: excerpts of records leave out what goes
without saying, as whose they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from pydantic import BaseModel, ValidationError

_VERSIONS = ("R4B.", "")
#: Kinds of errors that say that something is not there.
_MISSING = ("missing", "model_field_validation.missing")
#: How many problems of one resource are told.
_SHOWN = 3


def invalid(resource: Mapping[str, Any]) -> list[str]:
    """What is wrong with a resource, in the version of which it has least; nothing where nobody can tell."""
    found: list[list[str]] = []
    for model in _models(str(resource.get("resourceType"))):
        try:
            model.model_validate(resource)
        except ValidationError as error:
            found.append([_told(one["loc"], one["msg"]) for one in error.errors() if one["type"] not in _MISSING])
        else:
            return []
    return min(found, key=len, default=[])[:_SHOWN]


def _told(place: tuple[int | str, ...], message: str) -> str:
    where = ".".join(map(str, place))
    return f"not valid FHIR: {f'{where}: ' if where else ''}{message.removeprefix('Value error, ')}"


@cache
def _models(kind: str) -> tuple[type[BaseModel], ...]:
    """The models of a kind of resources; none where `fhir.resources` is not installed or does not have it."""
    found: list[type[BaseModel]] = []
    for version in _VERSIONS:
        try:
            module = import_module(f"fhir.resources.{version}{kind.casefold()}")
        except ImportError:
            continue
        found.append(getattr(module, kind))
    return tuple(found)
