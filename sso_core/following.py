"""Two records are found to be one person: what hangs on the one follows to the other, and back if that was wrong.

Each app says in which columns it names a person: with ``follows`` for those that are moved, with ``stays`` for
those that are sealed and keep what was written. ``register`` takes movers of rows that cannot simply be moved.
"""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from psycopg import sql
from psycopg.types.json import Jsonb

SUBJECT = "subject"
PREFIX = "person:"


class CannotFollow(Exception):
    """Both records have something of which one person has only one; ``what`` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Mover(Protocol):
    """Moves what names a person. What ``follow`` returns is JSON, and all that ``go_back`` needs."""

    @property
    def columns(self) -> Collection[str]:
        """The columns it answers for, as ``app.Model.column``."""

    def follow(self, source: int, target: int) -> Any:
        """Move what names ``source`` to ``target``. Raises ``CannotFollow``."""

    def go_back(self, source: int, target: int, kept: Any) -> None:
        """Give back to ``source`` what came from it, and nothing that came since. Raises ``CannotFollow``."""


_movers: dict[str, Mover] = {}
_sealed: dict[str, str] = {}
_records: list[Callable[[int], Iterable[int]]] = []


def register(key: str, mover: Mover) -> None:
    _movers[key] = mover


def follows(*columns: str) -> None:
    """Columns ``app.Model.column`` that hold a person's key, or ``person:<key>`` where they are named subject."""
    for column in columns:
        register(column, Column(column))


def stays(*columns: str, why: str) -> None:
    """Columns that are never rewritten; whoever reads them asks for every subject of ``subjects_of``."""
    _sealed.update(dict.fromkeys(columns, why))


def known_columns() -> set[str]:
    """Every column that is answered for."""
    moved = {column for mover in _movers.values() for column in mover.columns}
    return moved | set(_sealed)


def register_records(records: Callable[[int], Iterable[int]]) -> None:
    """The register says which records a person has: the own and those that were merged into it."""
    _records[:] = [records]


def subjects_of(subject: str) -> list[str]:
    """Every subject under which a person is written in sealed books; of others the subject itself."""
    if not subject.startswith(PREFIX) or not _records:
        return [subject]
    return [f"{PREFIX}{key}" for key in _records[0](int(subject.removeprefix(PREFIX)))]


def follow(source: int, target: int) -> dict[str, Any]:
    """Move everything; returns what is needed to give it back. Raises ``CannotFollow`` and has moved nothing."""
    with transaction.atomic():
        return {key: mover.follow(source, target) for key, mover in _movers.items()}


def go_back(source: int, target: int, kept: dict[str, Any]) -> None:
    """Give back what ``follow`` moved. Raises ``CannotFollow`` and has moved nothing."""
    with transaction.atomic():
        for key, mover in _movers.items():
            if key in kept:
                mover.go_back(source, target, kept[key])


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose rows are moved as they are; the keys of those that moved are kept."""

    name: str

    @property
    def columns(self) -> Collection[str]:
        return (self.name,)

    def follow(self, source: int, target: int) -> Any:
        statement = sql.SQL(
            "update {table} set {column} = %s where {column} = %s returning jsonb_build_array({keys})"
        )
        with connection.cursor() as cursor:
            self._run(cursor, self._named(statement), [self._value(target), self._value(source)])
            return [json.loads(key) for (key,) in cursor.fetchall()]

    def go_back(self, source: int, target: int, kept: Any) -> None:
        types = [sql.SQL("(k->>{})::{}").format(n, sql.SQL(t)) for n, (_, t) in enumerate(self._keys())]
        statement = sql.SQL(
            "update {table} set {column} = %s where {column} = %s"
            " and ({keys}) in (select {types} from jsonb_array_elements(%s) k)"
        )
        values = [self._value(source), self._value(target), Jsonb(kept)]
        with connection.cursor() as cursor:
            self._run(cursor, self._named(statement, types=sql.SQL(", ").join(types)), values)

    def _run(self, cursor: Any, statement: sql.Composed, values: list[Any]) -> None:
        try:
            with transaction.atomic():
                cursor.execute(statement, values)
        except IntegrityError:
            raise CannotFollow(str(self._model._meta.verbose_name)) from None

    @property
    def _model(self) -> type[models.Model]:
        return apps.get_model(self.name.rpartition(".")[0])

    @property
    def _column(self) -> str:
        field: models.Field[Any, Any] = self._model._meta.get_field(self.name.rpartition(".")[2])  # type: ignore[assignment]
        return str(field.column)

    def _keys(self) -> list[tuple[str, str]]:
        """Columns of the primary key with their types, but for the one that moves."""
        fields = [field for field in self._model._meta.pk_fields if field.column != self._column]
        return [(str(field.column), str(field.rel_db_type(connection))) for field in fields]

    def _named(self, statement: sql.SQL, **parts: sql.Composable) -> sql.Composed:
        keys = sql.SQL(", ").join(sql.Identifier(name) for name, _ in self._keys())
        table = sql.Identifier(self._model._meta.db_table)
        return statement.format(table=table, column=sql.Identifier(self._column), keys=keys, **parts)

    def _value(self, person: int) -> int | str:
        return f"{PREFIX}{person}" if self._column == SUBJECT else person
