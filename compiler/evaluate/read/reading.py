"""What a reader gives for each patient."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from ..patient import Patient


@dataclass(frozen=True)
class Reading:
    """A patient, and what of them could not be read: each problem says where it is and what is wrong."""

    name: str
    patient: Patient | None
    problems: tuple[str, ...] = ()


def told(error: ValidationError, where: str = "") -> Iterable[str]:
    """The problems of a failed validation, each with its place."""
    for one in error.errors():
        place = ".".join(str(part) for part in one["loc"])
        message = one["msg"].removeprefix("Value error, ")
        yield f"{'.'.join(filter(None, (where, place))) or 'patient'}: {message}"
