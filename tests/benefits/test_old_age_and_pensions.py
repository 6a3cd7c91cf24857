"""Old age: pension or lump sum, and the monthly run that pays each pension once (SSA s.77 bis)."""

import os
import signal
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from benefits import public as benefits
from benefits.models import Award, Claim, PensionPayment
from contributions import public as contributions
from finance import public as finance
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from tests.benefits.lives import insured
from tests.messaging.processes import database_url, until_gone
from tests.registration.factories import member_actor

pytestmark = pytest.mark.usefixtures("_today")
BORN = date(1970, 3, 14)  # 56 on the day of the tests
LEFT = date(2026, 9, 30)


@pytest.fixture
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


def old(months: int, **given):
    last = Period(2026, 9)
    values = {"birth_date": BORN, "until": LEFT, **given}
    return insured(first=last - (months - 1), last=last, **values)


@pytest.mark.django_db
class TestWhichAndHowMuch:
    def test_180_months_give_a_pension(self):
        found = benefits.old_age_position(old(180).pk)
        assert (found.details["kind"], found.is_met) == ("pension", True)
        assert found.amount == Decimal("3000.00")  # 20 % of 15,000

    def test_179_give_a_lump_sum_whose_returns_an_officer_supplies(self):
        person = old(179)
        found = benefits.old_age_position(person.pk)
        assert (found.details["kind"], found.amount) == ("lump_sum", None)
        with_returns = benefits.old_age_position(person.pk, returns=Decimal("1000.00"))
        shares = contributions.old_age_shares(person.pk)
        assert with_returns.amount == shares.employee + shares.employer + 1000

    def test_eleven_months_give_ones_own_share(self):
        person = old(11)
        assert benefits.old_age_position(person.pk).amount == contributions.old_age_shares(person.pk).employee

    def test_at_54_it_is_too_early(self):
        person = old(180, birth_date=date(1972, 3, 14))
        with pytest.raises(Refused, match="condition_not_met"):
            benefits.submit_old_age(person.pk, by=member_actor(person), channel="web")

    def test_while_at_work_the_status_must_end_first(self):
        person = old(180, until=None)
        with pytest.raises(Refused, match="condition_not_met"):
            benefits.submit_old_age(person.pk, by=member_actor(person), channel="web")

    def test_once_is_enough(self):
        person = old(180)
        by = member_actor(person)
        benefits.submit_old_age(person.pk, by=by, channel="web")
        with pytest.raises(Refused, match="old_age_already_claimed"):
            benefits.submit_old_age(person.pk, by=by, channel="web")

    def test_months_not_loaded_are_never_counted_as_none(self):
        person = old(179)
        contributions.note_gap(person.pk, Period(2010, 1), Period(2010, 12), reason="ยังไม่ได้โอน")
        checks = benefits.old_age_position(person.pk).checks
        assert "unknown" in [str(check.state) for check in checks]


def pensioners(count: int) -> list[Award]:
    made = []
    for _ in range(count):
        person = old(180)
        claim = benefits.submit_old_age(person.pk, by=member_actor(person), channel="web")
        made.append(
            Award.objects.create(
                claim=Claim.objects.get(reference=claim.reference), person_id=person.pk, kind="pension",
                amount=Decimal("3000.00"), starts_on=date(2026, 10, 1),
            )
        )  # fmt: skip
    return made


NOVEMBER = Period(2026, 11)


@pytest.mark.django_db
class TestTheMonthlyRun:
    def test_each_pension_is_ordered_once(self):
        awards = pensioners(3)
        run = benefits.start_pension_run(NOVEMBER, by=SYSTEM)
        work(run.pk)
        assert benefits.start_pension_run(NOVEMBER, by=SYSTEM).pk == run.pk
        work(run.pk)
        paid = PensionPayment.objects.filter(period=NOVEMBER.first)
        assert paid.count() == 3
        for award in awards:
            order = finance.order_of_source(f"benefits.pension/{award.pk}/{NOVEMBER}")
            assert order is not None
            assert order.amount == award.amount

    def test_a_month_to_come_is_refused(self):
        with pytest.raises(Refused, match="period_in_future"):
            benefits.start_pension_run(Period(2026, 12), by=SYSTEM)

    def test_before_it_begins_and_after_it_ended_nothing_is_paid(self):
        early, late, now = pensioners(3)
        Award.objects.filter(pk=early.pk).update(starts_on=date(2026, 12, 1))
        Award.objects.filter(pk=late.pk).update(ends_on=date(2026, 10, 31))
        work(benefits.start_pension_run(NOVEMBER, by=SYSTEM).pk)
        assert list(PensionPayment.objects.values_list("award_id", flat=True)) == [now.pk]

    def test_the_dead_are_not_paid(self):
        dead, alive = pensioners(2)
        type(dead.person).objects.filter(pk=dead.person_id).update(died_on=date(2026, 10, 20))
        work(benefits.start_pension_run(NOVEMBER, by=SYSTEM).pk)
        assert list(PensionPayment.objects.values_list("award_id", flat=True)) == [alive.pk]

    def test_the_month_of_death_is_paid(self):
        (one,) = pensioners(1)
        type(one.person).objects.filter(pk=one.person_id).update(died_on=date(2026, 11, 20))
        work(benefits.start_pension_run(NOVEMBER, by=SYSTEM).pk)
        assert PensionPayment.objects.filter(award=one).exists()


SHOT = """
import os, signal, django
django.setup()
from benefits.services import pension_run
from sso_core.batch.public import work
order, ordered = pension_run._order, []
def shot(award, period):
    ordered.append(award)
    if len(ordered) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return order(award, period)
pension_run._order = shot
work(int(os.environ["RUN"]))
"""


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_a_run_shot_in_the_middle_pays_nobody_twice_and_nobody_never(settings):
    awards = pensioners(3)
    run = benefits.start_pension_run(NOVEMBER, by=SYSTEM)
    env = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "sso_core.settings",
        "PGAPPNAME": "shot-pensions",
        "RUN": str(run.pk),
    }
    shot = subprocess.run([sys.executable, "-c", SHOT], env=env, cwd=settings.BASE_DIR, check=False)
    assert shot.returncode == -signal.SIGKILL
    until_gone("shot-pensions")
    assert PensionPayment.objects.count() == 0
    work(run.pk)
    assert PensionPayment.objects.count() == len(awards)
    assert finance.verify_ledger().holds
