"""What reading a source gives: the protocols, and beside them every record that could not be used, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from .protocol import Protocol


@dataclass(frozen=True)
class Unusable:
    """A record that gives no protocol. `where` is its number, line or id, as a person would look for it."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@dataclass(frozen=True)
class Reading:
    """All that a source holds: as many protocols and unusable records as the source has records."""

    protocols: tuple[Protocol, ...] = ()
    unusable: tuple[Unusable, ...] = ()

    def __add__(self, other: Reading) -> Reading:
        return Reading(self.protocols + other.protocols, self.unusable + other.unusable)
