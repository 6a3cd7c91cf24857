"""How the triggers that keep the history of many rows are planned.

Such a trigger joins the rows as they were with the rows as they are. Its statement has no parameters, so a session
plans it once, often at a change of a single row: then every pair is looked at, and 5,000 rows took 5 seconds
where they take 20 milliseconds. Told not to loop, it hashes, which costs a single row nothing.
"""

from typing import Any

from django.db import connections

TRIGGERS = """
select p.oid::regprocedure as name, p.proconfig as told
  from pg_trigger t join pg_proc p on p.oid = t.tgfoid
 where p.proname like 'pgtrigger\\_%' and t.tgoldtable is not null and t.tgnewtable is not null"""


def hash_history(using: str, **_kwargs: Any) -> None:
    """After every migration: triggers that were made anew have forgotten it."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        for name, told in cursor.fetchall():
            if told is None:
                cursor.execute(f"alter function {name} set enable_nestloop = off")
