"""Months that are not known of two records that become one."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from contributions.models import Gap

# What is not known of both stands once: of the given-up record only the months beside those of the other.
_BESIDE = """
insert into contributions_gap (person_id, months, reason, noted_at)
select %(target)s, part, g.reason, g.noted_at
  from contributions_gap g,
       unnest(datemultirange(g.months) - coalesce((select range_agg(o.months) from contributions_gap o
                                                    where o.person_id = %(target)s), '{}'::datemultirange)) part
 where g.person_id = %(source)s
returning id"""


class Gaps:
    """A month that is not known under one of the numbers is not known of the person."""

    columns: Collection[str] = ("contributions.Gap.person_id",)

    def follow(self, source: int, target: int) -> Any:
        old = Gap.objects.filter(person_id=source).order_by("pk")
        kept = [
            (g.months.lower.isoformat(), g.months.upper.isoformat(), g.reason, g.noted_at.isoformat())
            for g in old
        ]
        with connection.cursor() as cursor:
            cursor.execute(_BESIDE, {"source": source, "target": target})
            made = [key for (key,) in cursor.fetchall()]
        old.delete()
        return {"old": kept, "made": made}

    def go_back(self, source: int, target: int, kept: Any) -> None:
        Gap.objects.filter(pk__in=kept["made"], person_id=target).delete()
        for since, until, reason, noted_at in kept["old"]:
            gap = Gap.objects.create(person_id=source, months=(since, until), reason=reason)
            Gap.objects.filter(pk=gap.pk).update(noted_at=noted_at)
