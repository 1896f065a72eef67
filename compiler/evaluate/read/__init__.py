"""Where patients come from: our own JSON, FHIR bundles, OMOP databases. Bad records are named; the rest is read."""

from .reading import Reading
from .source import read_patients

__all__ = ["Reading", "read_patients"]
