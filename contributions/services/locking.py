"""One employer's wage month, done by one transaction after the other."""

from collections.abc import Iterable

from django.db import connection

from sso_core.kernel.period import Period


def lock_month(account: str, period: Period) -> None:
    """Wait for whoever begins or submits a filing of this month; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext('contributions.filing'), hashtext(%s))",
            [f"{account}/{period.first}"],
        )


def lock_months(accounts: Iterable[str], period: Period) -> None:
    """The same for many employers; in order, so that two chunks cannot wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext('contributions.filing'), k)"
            " from (select distinct hashtext(unnest(%s::text[])) as k order by 1) x",
            [[f"{account}/{period.first}" for account in accounts]],
        )
