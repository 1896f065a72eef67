"""OMOP databases in PostgreSQL, by `pg8000`. They are only read: the session is read-only."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from ..diagnostics import TrialcError

_SCHEMES = ("postgresql", "postgres")


def is_dsn(name: str) -> bool:
    """Whether a name is that of a PostgreSQL database: postgresql://user:password@host:port/database."""
    return name.split("://")[0] in _SCHEMES and "://" in name


def without_password(name: str) -> str:
    """A name that may be shown."""
    parts = urlsplit(name)
    before, at, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{before.split(':')[0]}{at}{host}").geturl()


class Postgres:
    """A connection to a PostgreSQL database. Raises TrialcError where there is none."""

    dialect = "postgres"

    def __init__(self, name: str) -> None:
        import pg8000.dbapi

        self._shown = without_password(name)
        try:
            self._connection: Any = pg8000.dbapi.connect(**_arguments(urlsplit(name)))
            self.rows("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        except (pg8000.dbapi.Error, OSError, ValueError) as problem:
            raise TrialcError(f"{self._shown}: {_said(problem)}") from None

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises TrialcError when the database cannot run it."""
        import pg8000.dbapi

        cursor = self._connection.cursor()
        try:
            cursor.execute(query)
            found = [tuple(row) for row in cursor.fetchall()] if cursor.description else []
            self._connection.commit()
        except (pg8000.dbapi.Error, OSError) as problem:
            raise TrialcError(f"{self._shown}: the query failed: {_said(problem)}") from None
        return found

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def _arguments(parts: SplitResult) -> dict[str, Any]:
    """What `pg8000` connects with; what the name leaves out is in the variables of PostgreSQL's own tools."""
    options = dict(parse_qsl(parts.query))
    host = options.get("host") or parts.hostname or os.environ.get("PGHOST") or "localhost"
    port = parts.port or int(options.get("port") or os.environ.get("PGPORT") or 5432)
    user = unquote(parts.username or "") or os.environ.get("PGUSER") or getpass.getuser()
    given: dict[str, Any] = {
        "user": user,
        "password": unquote(parts.password) if parts.password is not None else os.environ.get("PGPASSWORD"),
        "database": unquote(parts.path.lstrip("/")) or os.environ.get("PGDATABASE") or user,
        "ssl_context": True if options.get("sslmode") in ("require", "verify-ca", "verify-full") else None,
    }
    if host.startswith("/"):  # the folder of a socket
        return given | {"host": None, "unix_sock": f"{host}/.s.PGSQL.{port}"}
    return given | {"host": host, "port": port}


def _said(problem: Exception) -> str:
    """What a server said, or why it cannot be reached, on one line."""
    first = problem.args[0] if problem.args else ""
    return str(first["M"] if isinstance(first, Mapping) and "M" in first else problem).splitlines()[0]
