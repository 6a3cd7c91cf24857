"""A small national month: filings of many employers in a drop, one faulty, one with somebody who is not enrolled.

Alone it is a program: ``python -m tests.faults.month make|take|pay|books`` on the database of the environment.
"""

import os
import sys
from collections.abc import Collection
from datetime import date
from pathlib import Path

EMPLOYERS = 24
PEOPLE = 3


def make(folder: Path, *, apart: Collection[int] = ()) -> None:
    """Employers with their people, and the drop ``month`` below ``folder``; those ``apart`` file another way."""
    from registration.models import Branch, Employer, Employment, Person
    from tests.contributions.filings import national_id

    since = date(2025, 1, 1)
    (folder / "month").mkdir(parents=True)
    for place in range(EMPLOYERS):
        employer = Employer.objects.create(
            account_no=account(place),
            tax_id=f"{place:013d}",
            name=f"บริษัท ตัวอย่าง {place} จำกัด",
            registered_on=since,
        )
        branch = Branch.objects.create(
            employer=employer, branch_no="000000", name="สำนักงานใหญ่", province="10"
        )
        for n in range(PEOPLE - (place == 5)):  # the last of the sixth is not enrolled
            person = Person(
                national_id=national_id(place * 10 + n),
                first_name="ธนา",
                last_name="พรหมมา",
                title_code="003",
            )
            person.set_keys()
            person.save()
            Employment.objects.create(person=person, branch=branch, starts_on=since, reported_on=since)
        if place not in apart:
            (folder / "month" / f"{account(place)}.txt").write_bytes(file(place))


def account(place: int) -> str:
    return f"{1_000_000_000 + place}"


def file(place: int) -> bytes:
    """A filing of last month; that of the fourth employer has a wrong contribution."""
    from sso_core import clock
    from sso_core.kernel.period import Period
    from tests.contributions.filings import Filing, Person, national_id

    people = tuple(
        Person(
            national_id(place * 10 + n),
            900_000 + n * 100_000,
            contribution=100 if place == 3 and n == 0 else None,
        )
        for n in range(PEOPLE)
    )
    month = Period.of(clock.today())
    return Filing(people=people, account=account(place), period=month.mmyy_be(), paid_date="000000").data()


def begin():
    """Begin to take in the drop, in chunks of five filings."""
    from contributions.services.bulk import drops

    drops.CHUNK_FILINGS = 5
    return drops.open_drop("month")


def take() -> None:
    from sso_core.batch.public import work

    work(begin().pk)


def pay() -> None:
    """The bank tells that every bill was paid."""
    from contributions.models import Bill
    from tests.faults.scenes import paid

    for bill in Bill.objects.order_by("pk"):
        paid(bill)


def main(act: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sso_core.settings")
    django.setup()
    from django.core.management import call_command

    from sso_core.messaging import outbox
    from tests.faults.books import books

    if act == "make":
        call_command("migrate", verbosity=0)
        make(Path(os.environ["FILING_DROPS"]))
    elif act == "take":
        take()
    elif act == "pay":
        pay()
    elif act == "deliver":
        outbox.deliver()
    else:
        sys.stdout.write(repr(books()))


if __name__ == "__main__":
    main(sys.argv[1])
