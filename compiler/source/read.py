"""From a path, a text or parsed JSON to protocols; the format is recognised by content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..diagnostics import TrialcError
from . import fields, registry_json
from .classic_xml import read_xml
from .detect import detect
from .page import read_page
from .protocol import Protocol
from .reading import Reading

_SUFFIXES = (".json", ".jsonl", ".ndjson", ".xml", ".txt", ".md", ".text")


def read(source: str | Path | Mapping[str, Any] | Sequence[Any]) -> Reading:
    """All the protocols of `source`: a path, the text of a file, one parsed record or a list of them.

    A string is a path when a file of that name exists, or when it can only be meant as one ("trials.json").
    Raises TrialcError when nothing in the source can be used; records that cannot be used among others that can
    are in `Reading.unusable`.
    """
    if isinstance(source, Path):
        return _read_file(source)
    if not isinstance(source, str):
        return _some(registry_json.read_value(source))
    path = _as_path(source)
    return _read_file(path) if path else read_text(source)


def read_text(text: str, name: str = "text") -> Reading:
    """The protocols of a text of any format; `name` is the id of a trial whose text does not name it."""
    form = detect(text)
    if form == "json":
        return _some(registry_json.read_json(text.lstrip("\ufeff")))
    if form == "json lines":
        return _some(registry_json.read_lines(text.lstrip("\ufeff")))
    if form == "xml":
        return _some(read_xml(text.lstrip("\ufeff")))
    if form == "page":
        return Reading((read_page(text),))
    return Reading((Protocol(id=name, eligibility=fields.eligibility(text, "the text")),))


def decode(data: bytes, name: str) -> str:
    """Bytes as text: UTF-8, or UTF-16 where a byte order mark says so. Raises TrialcError for anything else."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in data[:4096]:
            raise TrialcError(f"{name}: the file is binary, not text; expected JSON, XML or eligibility text") from None
        raise TrialcError(
            f"{name}: byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8; save the file as UTF-8"
        ) from None


def _read_file(path: Path) -> Reading:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise TrialcError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise TrialcError(f"{path}: is a directory; expected a file (batches are one file of JSON lines)") from None
    except OSError as error:
        raise TrialcError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        return read_text(decode(data, str(path)), name=path.stem)
    except TrialcError as error:
        message = str(error)
        raise TrialcError(message if message.startswith(f"{path}: ") else f"{path}: {message}") from None


def _as_path(source: str) -> Path | None:
    """The path that a string is, if it is one."""
    if "\n" in source or not 0 < len(source) < 1024 or "\x00" in source:
        return None
    path = Path(source)
    try:
        if path.exists():
            return path
    except OSError:
        return None
    meant = path.suffix.lower() in _SUFFIXES and " " not in source.strip()
    return path if meant else None


def _some(reading: Reading) -> Reading:
    """The reading, if it holds a protocol; else the reasons, so that no caller takes nothing for a success."""
    if reading.protocols:
        return reading
    total = len(reading.unusable)
    reasons = "\n".join(f"  {record}" for record in reading.unusable[:5])
    more = f"\n  and {total - 5} more" if total > 5 else ""
    raise TrialcError(f"none of the {total} records can be used:\n{reasons}{more}")
