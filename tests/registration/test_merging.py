"""Two records of one person become one with everything that names them, and are taken apart again."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from contributions import public as contributions
from contributions.models import AccountRow, FilingLine
from portal.demo.people import paid_months
from registration import public as registration
from registration.models import (
    Coverage,
    CoverageEnd,
    Death,
    Employment,
    FormerName,
    Merge,
    PayoutDestination,
    Person,
)
from registration.public import find_people, insurance
from registration.services import merging
from registration.services.enrolment import Enrol, enrol
from registration.services.leaving import leave
from registration.services.people import lock_person
from sso_core import following
from sso_core.accounts.models import Grant, User
from sso_core.audit.public import Purpose, accesses_of, log_access
from sso_core.batch.public import work
from sso_core.documents.public import documents_of, store_upload
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.messaging.public import inbox_of
from tests.registration.factories import (
    enrolled,
    make_employer,
    make_person,
    member,
    officer,
    officer_actor,
)
from tests.registration.merges import decide, make_unchecked, merged, office, pair, part
from tests.stories.world import certificate

__all__ = ["office", "pair"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


def rows_of(*people):
    """Every row that names one of ``people`` in a column that moves, without what keeps its own time."""
    found = {}
    for column in sorted({c for mover in following._movers.values() for c in mover.columns}):
        label, name = column.rsplit(".", 1)
        model = apps.get_model(label)
        keys = [f"person:{p.pk}" if name == "subject" else p.pk for p in people]
        for row in model._base_manager.filter(**{f"{name}__in": keys}):
            plain = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields}
            found[column, str(row.pk)] = {k: v for k, v in plain.items() if k not in {"id", "version"}}
    return found


def names_a_person(model):
    for field in model._meta.concrete_fields:
        is_link = isinstance(field, models.ForeignKey) and field.related_model is Person
        if is_link or field.name in {"person_id", "subject"}:
            yield f"{model._meta.label}.{field.name}"


def test_every_column_that_names_a_person_is_answered_for():
    """A new table that names a person must say what becomes of it; histories keep what was."""
    histories = {model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}
    named = {column for model in set(apps.get_models()) - histories for column in names_a_person(model)}
    assert named
    assert named == following.known_columns()


class TestEverythingFollows:
    @pytest.fixture
    def life(self, pair, simulators):
        """A given-up record with something in every corner."""
        source, target = pair
        enrolled(target, make_employer(name="บริษัท หนึ่ง จำกัด"), date(2026, 3, 1))
        self.work(source)
        member(source)
        PayoutDestination.objects.create(
            person=source, kind="bank", bank_code="004", account="1112223334", account_name="x", state="active",
            since="2026-01-01T00:00Z", approved_by=1,
        )  # fmt: skip
        contributions.load_history(
            paid_months(source.pk, "1000000016", Period(2024, 1), Period(2024, 6), Decimal(15000))
        )
        contributions.load_history(
            paid_months(target.pk, "2000000014", Period(2024, 4), Period(2024, 9), Decimal(9000))
        )
        contributions.note_gap(source.pk, Period(2020, 1), Period(2023, 12), reason="ยังไม่โอน")
        contributions.note_gap(target.pk, Period(2019, 1), Period(2021, 6), reason="ยังไม่โอน")
        store_upload(certificate(), subject=f"person:{source.pk}", kind="other", by=SYSTEM)
        FormerName.objects.create(
            person=source, first_name="เดิม", search_key="เดม", changed_at="2020-01-01T00:00Z"
        )
        log_access(
            officer_actor(officer()), subject=f"person:{source.pk}", subject_name="x",
            purpose=Purpose.ENQUIRY.label, what="ข้อมูลบุคคล",
        )  # fmt: skip
        return source, target

    def work(self, source):
        employer = make_employer(name="บริษัท สอง จำกัด")
        branch = employer.branches.get()
        Employment.objects.create(
            person=source, branch=branch, starts_on="2025-01-01", reported_on="2025-01-02"
        )
        Coverage.objects.create(person=source, section=33, starts_on="2025-01-01")

    def test_nothing_stays_behind(self, life, office):
        source, target = life
        before = rows_of(source, target)
        merged(source, target, office)
        assert not rows_of(source)
        assert {key for key, _ in before} <= {key for key, _ in rows_of(target)}
        assert [c.since for c in registration.coverages(target.pk)] == [date(2025, 1, 1)]
        assert contributions.months_ever(target.pk).count == 9
        assert User.objects.get(person_id=target.pk).username == source.national_id
        assert documents_of(f"person:{target.pk}")
        assert inbox_of(f"person:{target.pk}")

    def test_months_that_are_not_known_of_both_stand_once(self, life, office):
        source, target = life
        merged(source, target, office)
        with connection.cursor() as cursor:
            cursor.execute(
                "select range_agg(months)::text from contributions_gap where person_id = %s", [target.pk]
            )
            assert cursor.fetchone() == ("{[2019-01-01,2024-01-01)}",)

    def test_sealed_books_are_read_under_both_numbers(self, life, office):
        source, target = life
        assert not accesses_of(f"person:{target.pk}")
        merged(source, target, office)
        assert accesses_of(f"person:{target.pk}").count() == 1

    def test_parted_again_all_is_as_it_was(self, life, office):
        source, target = life
        before = rows_of(source, target)
        merge = merged(source, target, office)
        part(merge, office)
        after = rows_of(source, target)
        told = {k for k in after if k[0] in {"cases.Case.subject", "messaging.Message.subject"}}
        gaps = {k for k in (*before, *after) if k[0] == "contributions.Gap.person_id"}
        coverage = {k for k in (*before, *after) if k[0] == "registration.Coverage.person"}
        free = told | gaps | coverage
        assert {k: v for k, v in after.items() if k not in free} == {
            k: v for k, v in before.items() if k not in free
        }
        for keys in (gaps, coverage):
            assert plain(before, keys) == plain(after, keys)

    def test_the_log_in_goes_over_or_is_closed(self, life, office):
        source, target = life
        own = member(target)
        old = User.objects.get(person_id=source.pk)
        right = Grant.objects.create(user=old, role="employer_admin", scope="employer:1", since="2026-01-01")
        merge = merged(source, target, office)
        old.refresh_from_db()
        right.refresh_from_db()
        assert not old.is_active
        assert right.user == own
        part(merge, office)
        old.refresh_from_db()
        right.refresh_from_db()
        assert old.is_active
        assert right.user == old

    def test_the_person_is_told(self, life, office):
        source, target = life
        merged(source, target, office)
        told = inbox_of(f"person:{target.pk}")
        assert any(source.national_id in message.body for message in told)


def plain(rows, keys):
    """Rows without their own number, in the order of what they say."""
    return sorted(str({k: str(v) for k, v in rows[key].items()}) for key in keys if key in rows)


class TestWork:
    def test_two_jobs_at_one_branch_are_one(self, pair, office):
        source, target = pair
        branch = make_employer().branches.get()
        given = {"branch": branch, "reported_on": "2026-01-02"}
        Employment.objects.create(
            person=source, starts_on="2025-01-01", ends_on="2026-06-30", reason="1", **given
        )
        Employment.objects.create(person=target, starts_on="2026-03-01", **given)
        merge = merged(source, target, office)
        one = Employment.objects.get(person=target)
        assert (one.starts_on, one.ends_on, one.reason) == (date(2025, 1, 1), None, "")
        assert [c.since for c in registration.coverages(target.pk)] == [date(2025, 1, 1)]
        part(merge, office)
        assert Employment.objects.get(person=source).ends_on == date(2026, 6, 30)
        assert Employment.objects.get(person=target).starts_on == date(2026, 3, 1)
        assert insurance(source.pk, date(2026, 6, 30)).grounds
        assert not insurance(target.pk, date(2026, 2, 1)).grounds

    def test_work_that_ended_since_goes_back_ended(self, pair, office):
        source, target = pair
        employer = make_employer()
        Employment.objects.create(
            person=source, branch=employer.branches.get(), starts_on="2025-01-01", reported_on="2025-01-02"
        )
        merge = merged(source, target, office)
        leave(employer.account_no, source.national_id, last_day=date(2026, 11, 1), reason="1", by=SYSTEM)
        part(merge, office)
        assert Employment.objects.get(person=source).ends_on == date(2026, 11, 1)

    def test_united_work_that_changed_since_is_not_guessed_apart(self, pair, office):
        source, target = pair
        employer = make_employer()
        given = {"branch": employer.branches.get(), "reported_on": "2026-01-02"}
        Employment.objects.create(person=source, starts_on="2025-01-01", **given)
        Employment.objects.create(person=target, starts_on="2026-03-01", **given)
        merge = merged(source, target, office)
        leave(employer.account_no, target.national_id, last_day=date(2026, 11, 1), reason="1", by=SYSTEM)
        with pytest.raises(Refused) as refused:
            part(merge, office)
        assert refused.value.findings[0].code == "merge_conflict"
        source.refresh_from_db()
        assert source.merged_into_id == target.pk

    def test_section_39_gives_way_to_the_job_under_the_other_number(self, pair, office):
        source, target = pair
        enrolled(target, make_employer(), date(2026, 3, 1))
        Coverage.objects.create(person=source, section=39, starts_on="2025-01-01")
        merge = merged(source, target, office)
        found = {c.section: (c.starts_on, c.ends_on) for c in Coverage.objects.filter(person=target)}
        assert found == {39: (date(2025, 1, 1), date(2026, 2, 28)), 33: (date(2026, 3, 1), None)}
        part(merge, office)
        assert Coverage.objects.get(person=source).ends_on is None
        assert Coverage.objects.get(person=target).section == 33

    def test_two_choices_on_one_day_are_refused(self, pair, office):
        source, target = pair
        for person in pair:
            Coverage.objects.create(person=person, section=39, starts_on="2025-01-01")
        with pytest.raises(Refused) as refused:
            merged(source, target, office)
        assert refused.value.findings[0].code == "merge_conflict"
        assert not Merge.objects.exists()
        assert Coverage.objects.filter(person=source).exists()

    def test_one_filing_that_names_both_is_mended_first(self, pair, office):
        source, target = pair
        for person in pair:
            contributions.load_history(
                paid_months(person.pk, "1000000016", Period(2024, 1), Period(2024, 1), Decimal(9000))
            )
        with pytest.raises(Refused) as refused:
            merged(source, target, office)
        assert "บัญชีเงินสมทบ" in str(refused.value.findings[0].params)

    def test_an_active_account_stays_and_promptpay_of_the_old_number_goes(self, pair, office):
        source, target = pair
        PayoutDestination.objects.create(
            person=source, kind="promptpay", account=source.national_id, account_name="x", state="active",
            since="2026-01-01T00:00Z",
        )  # fmt: skip
        merge = merged(source, target, office)
        assert registration.destination_of(target.pk) is None
        part(merge, office)
        assert registration.destination_of(source.pk).account == source.national_id

    def test_whoever_died_under_one_number_has_died(self, pair, office):
        source, target = pair
        Person.objects.filter(pk=source.pk).update(died_on="2026-05-01")
        merge = merged(source, target, office)
        target.refresh_from_db()
        assert target.died_on == date(2026, 5, 1)
        assert Death.objects.get().person == target
        part(merge, office)
        target.refresh_from_db()
        assert target.died_on is None
        assert Death.objects.get().person == source


class TestTheNumberLeadsOn:
    def test_who_asks_for_the_old_number_finds_the_person(self, pair, office):
        source, target = make_unchecked(first_name="ปราณี", last_name="เดิมชื่อ"), pair[1]
        merged(source, target, office)
        assert registration.person_by_national_id(source.national_id).id == target.pk
        for text in (source.national_id, source.national_id[5:13], "ปราณี", "เดิมชื่อ"):
            assert [p.id for p in find_people(text)] == [target.pk]

    def test_enrolling_and_releasing_by_the_old_number(self, pair, office, simulators):
        source, target = pair
        employer = make_employer()
        merged(source, target, office)
        simulators.fault("dopa", "down", seconds=60)
        command = Enrol(
            national_id=source.national_id, first_name=source.first_name, last_name=source.last_name,
            account=employer.account_no, branch_no="000000", starts_on=date(2026, 11, 1),
        )  # fmt: skip
        assert enrol(command, by=SYSTEM).enrolled[0].person_id == target.pk
        done = leave(
            employer.account_no, source.national_id, last_day=date(2026, 11, 20), reason="1", by=SYSTEM
        )
        assert done.enrolled[0].person_id == target.pk

    def test_the_roll_has_both_numbers(self, pair, office):
        source, target = pair
        enrolled(target, make_employer(), date(2026, 3, 1))
        merged(source, target, office)
        with connection.cursor() as cursor:
            cursor.execute("select national_id from registration_roll where person_id = %s", [target.pk])
            assert {n for (n,) in cursor.fetchall()} == {source.national_id, target.national_id}

    def test_a_record_merged_on_leads_to_the_last(self, office):
        one, two, three = make_unchecked(), make_unchecked(), make_person()
        first = merged(one, two, office)
        merged(two, three, office)
        assert registration.person_by_national_id(one.national_id).id == three.pk
        with pytest.raises(Refused):
            merging.ask_parting(first.pk, reason="ผิด", by=office[0])


class TestGuards:
    def test_nothing_new_is_written_for_a_merged_record(self, pair, office):
        source, target = pair
        branch = make_employer().branches.get()
        merged(source, target, office)
        with pytest.raises(Refused):
            lock_person(source.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            Employment.objects.create(
                person=source, branch=branch, starts_on="2026-01-01", reported_on="2026-01-01"
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Coverage.objects.create(person=source, section=39, starts_on="2026-01-01")

    def test_sealed_rows_change_their_person_only_in_a_merge(self, pair):
        source, target = pair
        contributions.load_history(
            paid_months(source.pk, "1000000016", Period(2024, 1), Period(2024, 1), Decimal(9000))
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountRow.objects.filter(person_id=source.pk).update(person_id=target.pk)

    def test_also_in_a_merge_nothing_else_changes(self, pair):
        source, target = pair
        contributions.load_history(
            paid_months(source.pk, "1000000016", Period(2024, 1), Period(2024, 1), Decimal(9000))
        )
        Merge.objects.create(
            source=source, target=target, reason="x", case_reference="x", asked_by=1, approved_by=2,
            done_at="2026-01-01T00:00Z", moving=merging._transaction(),
        )  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountRow.objects.filter(person_id=source.pk).update(person_id=target.pk, base=1)

    def test_nobody_approves_what_they_asked(self, pair, office):
        source, target = pair
        asker = officer_actor(officer("officer", "checker"))
        case = merging.ask_merge(source.pk, target.pk, reason="คนเดียวกัน", by=asker)
        with pytest.raises(Refused):
            decide(case, asker)

    def test_refused_nothing_moves(self, pair, office):
        source, target = pair
        case = merging.ask_merge(source.pk, target.pk, reason="คนเดียวกัน", by=office[0])
        decide(case, office[1], "reject")
        source.refresh_from_db()
        assert source.merged_into_id is None

    def test_the_night_leaves_merged_records_alone(self, pair, office, simulators):
        from registration.services.civil_sync import start_sync

        source, target = pair
        merged(source, target, office)
        Person.objects.filter(pk=source.pk).update(verified_at="2026-01-01T00:00Z")
        work(start_sync(date(2026, 11, 23), by=SYSTEM).pk)
        assert FilingLine.objects.count() == 0
        source.refresh_from_db()
        assert source.marital == ""


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ({}, {}, "merge_both_verified"),
        ({}, {"verified_at": None}, "merge_keeps_verified"),
        ({"verified_at": None, "birth_date": date(1991, 1, 1)}, {}, "merge_births_differ"),
        ({"verified_at": None, "first_name": "อื่น"}, {}, "merge_names_differ"),
        ({"verified_at": None, "sex": "F"}, {}, "merge_sexes_differ"),
        ({"verified_at": None, "died_on": date(2020, 1, 1)}, {}, "merge_one_died"),
    ],
)
def test_what_speaks_against(source, target, code):
    found = merging.against(make_person(**source), make_person(**target))
    assert code in {f.code for f in found}
    assert {f.code for f in found if f.blocks} <= {"merge_both_verified", "merge_keeps_verified"}


def test_the_end_of_a_stretch_is_kept_when_it_moves(pair, office):
    source, target = pair
    Coverage.objects.create(
        person=source, section=40, option=2, starts_on="2020-01-01", ends_on="2020-12-31",
        end_reason=CoverageEnd.RESIGNED,
    )  # fmt: skip
    merged(source, target, office)
    assert Coverage.objects.get(person=target).end_reason == CoverageEnd.RESIGNED
