"""One employer's wage month, done by one transaction after the other."""

from django.db import connection

from sso_core.kernel.period import Period


def lock_month(account: str, period: Period) -> None:
    """Wait for whoever begins or submits a filing of this month; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext('contributions.filing'), hashtext(%s))",
            [f"{account}/{period.first}"],
        )
