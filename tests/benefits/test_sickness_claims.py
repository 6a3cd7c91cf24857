"""Who gets sickness cash, how much, and what is refused (SSA s.56, s.62-64)."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from benefits import public as benefits
from contributions import public as contributions
from sso_core.cases import public as cases
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from tests.benefits.lives import insured, papers
from tests.documents.conftest import clamd
from tests.registration.factories import make_person, member_actor

__all__ = ["clamd"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
JULY_2025, OCTOBER = Period(2025, 7), Period(2026, 10)
FIRST = date(2026, 11, 3)


@pytest.fixture
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


def facts(first_day=FIRST, days=10, paid_days=0, certificates=()):
    return benefits.SicknessFacts(first_day, days, paid_days, "โรงพยาบาลบ้านสวน", certificates)


def states(position):
    return [str(check.state) for check in position.checks]


class TestConditions:
    @pytest.mark.parametrize(
        ("life", "expected"),
        [
            ({"first": JULY_2025, "last": OCTOBER}, ["passed", "passed", "passed", "passed"]),
            # Three months within the fifteen before the month of sickness are just enough (s.62).
            ({"first": Period(2026, 8), "last": OCTOBER}, ["passed", "passed", "passed", "passed"]),
            ({"first": Period(2026, 9), "last": OCTOBER}, ["passed", "failed", "passed", "passed"]),
            # Left on 30 June: rights go on for six months (s.38).
            ({"first": JULY_2025, "last": Period(2026, 6), "until": date(2026, 6, 30)}, ["passed"] * 4),
            (
                {"first": Period(2025, 1), "last": Period(2026, 4), "until": date(2026, 4, 30)},
                ["failed", "passed", "passed", "passed"],
            ),
            # Section 40 is another benefit, whatever was paid before.
            ({"first": JULY_2025, "last": OCTOBER, "section": 40}, ["failed", "passed", "passed", "passed"]),
        ],
    )  # fmt: skip
    def test_each_condition(self, life, expected):
        person = insured(**life)
        assert states(benefits.estimate_sickness(person.pk, facts())) == expected

    def test_months_that_are_not_loaded_leave_it_open(self):
        person = insured(first=Period(2026, 9), last=OCTOBER)
        contributions.note_gap(person.pk, Period(2026, 5), Period(2026, 8), reason="ยังไม่ได้โอน")
        found = benefits.estimate_sickness(person.pk, facts())
        assert states(found)[1] == "unknown"
        assert not found.is_refused

    def test_late_by_more_than_two_years_is_for_an_officer(self):
        person = insured(first=Period(2023, 1), last=OCTOBER)
        assert states(benefits.estimate_sickness(person.pk, facts(date(2024, 11, 22))))[2] == "unknown"
        assert states(benefits.estimate_sickness(person.pk, facts(date(2024, 11, 23))))[2] == "passed"


class TestAmount:
    def test_half_the_wage_for_the_days_not_paid(self):
        person = insured(first=JULY_2025, last=OCTOBER, wage="16800")
        found = benefits.estimate_sickness(person.pk, facts(days=12, paid_days=2))
        assert found.amount == Decimal("2800.00")

    def test_no_month_known_no_amount(self):
        person = make_person()
        contributions.note_gap(person.pk, JULY_2025, OCTOBER, reason="ยังไม่ได้โอน")
        assert benefits.estimate_sickness(person.pk, facts()).amount is None


class TestSending:
    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"first_day": date(2026, 11, 24)}, "sickness_in_future"),
            ({"days": 0}, "sickness_days"),
            ({"days": 366}, "sickness_days"),
            ({"paid_days": 11}, "sickness_paid_days"),
            ({"paid_days": 10}, "sickness_all_paid"),
            ({}, "sickness_certificate"),
        ],
    )
    def test_wrong_answers_are_named_and_nothing_is_kept(self, told, code):
        person = insured(first=JULY_2025, last=OCTOBER)
        with pytest.raises(Refused, match=code):
            benefits.submit_sickness(person.pk, facts(**told), by=member_actor(person), channel="web")
        assert benefits.claims_of(person.pk) == ()

    def test_a_password_alone_is_not_enough(self):
        person = insured(first=JULY_2025, last=OCTOBER)
        with pytest.raises(Refused, match="needs_second_factor"):
            benefits.submit_sickness(person.pk, facts(), by=member_actor(person, assurance=1), channel="web")

    def test_the_paper_of_another_is_refused(self, clamd):
        person, other = insured(first=JULY_2025, last=OCTOBER), make_person()
        paper = papers(other, member_actor(other))
        with pytest.raises(Refused):
            benefits.submit_sickness(
                person.pk, facts(certificates=paper), by=member_actor(person), channel="web"
            )
        assert benefits.claims_of(person.pk) == ()

    def test_a_day_counts_once_until_the_claim_is_withdrawn(self, clamd):
        person = insured(first=JULY_2025, last=OCTOBER)
        by = member_actor(person)
        first = benefits.submit_sickness(
            person.pk, facts(certificates=papers(person, by)), by=by, channel="web"
        )
        again = facts(date(2026, 11, 12), days=3, certificates=papers(person, by))
        with pytest.raises(Refused, match="sickness_days_claimed"):
            benefits.submit_sickness(person.pk, again, by=by, channel="web")
        cases.withdraw(first.reference, by)
        assert benefits.submit_sickness(person.pk, again, by=by, channel="web").amount
        assert len(benefits.claims_of(person.pk)) == 2
