"""Form 6-10: a changed name counts when the civil register has it, and waits while that is silent."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from integrations.public import dopa_person
from registration.files import findings_of
from registration.models import Check, Employment, EnrolFinding, FormerName, LateKind, LateReport, Person
from registration.services import enrol_files, insured_facts
from registration.services.insured_facts import NewName
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.messaging.models import Message
from tests.registration.factories import (
    make_employer,
    make_person,
    officer,
    officer_actor,
    staff,
    strong_session,
)
from tests.registration.rolls import go, rename, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(simulators):
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


@pytest.fixture
def employer():
    return make_employer()


@pytest.fixture
def employed(employer, simulators):
    """Somebody of the civil register whom we know by the name before."""
    person = make_person(national_id="1990000000027", first_name="ชื่อเดิม", last_name="นามเดิม")
    return Employment.objects.create(
        person=person, branch=employer.branches.get(), starts_on="2025-01-01", reported_on="2025-01-02"
    )


def new(employed, **change):
    told = dopa_person(employed.person.national_id)
    given = {
        "first_name": told.first_name,
        "last_name": told.last_name,
        "changed_on": date(2026, 11, 1),
        **change,
    }
    return NewName(**given)


def report(employer, employed, told):
    return insured_facts.report_name(employer.account_no, employed.pk, told, by=SYSTEM)


def approve(reference):
    by = officer_actor(officer("officer", "checker"))
    cases.take(reference, by)
    return cases.propose(reference, "approve", "ตรงกัน", by)


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_what_the_civil_register_has_is_written_at_once_and_told(employer, employed):
    told = new(employed)
    done = report(employer, employed, told)
    assert (done.findings, done.case_reference) == ((), "")
    person = Person.objects.get()
    assert (person.first_name, person.last_name) == (told.first_name, told.last_name)
    assert FormerName.objects.get().first_name == "ชื่อเดิม"
    assert Message.objects.filter(template="registration/name_changed").exists()
    assert not LateReport.objects.exists()


def test_later_than_the_15th_of_the_next_month_is_kept(employer, employed):
    done = report(employer, employed, new(employed, changed_on=date(2026, 10, 1)))
    assert [finding.code for finding in done.findings] == ["late_change"]
    late = LateReport.objects.get()
    assert (late.kind, late.due_on) == (LateKind.CHANGE, date(2026, 11, 15))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"first_name": "อีกชื่อ"}, "dopa_name"),
        ({"last_name": "อีกนาม"}, "dopa_last_name"),
        ({"changed_on": date(2026, 11, 24)}, "change_in_future"),
        ({"first_name": "ชื่อเดิม", "last_name": "นามเดิม"}, "nothing_changes"),
    ],
)
def test_refused(employer, employed, change, code):
    with pytest.raises(Refused) as refused:
        report(employer, employed, new(employed, **change))
    assert codes(refused) == [code]
    assert Person.objects.get().first_name == "ชื่อเดิม"


def test_somebody_elses_staff_and_leavers(employer, employed):
    told = new(employed)
    with pytest.raises(Refused) as refused:
        report(make_employer(), employed, told)
    assert codes(refused) == ["not_employed"]
    Employment.objects.update(ends_on="2026-11-01", reason="1")
    with pytest.raises(Refused):
        report(employer, employed, told)


def test_while_the_civil_register_is_silent_it_is_kept_with_its_day(employer, employed, simulators):
    told = new(employed, changed_on=date(2026, 10, 20))
    simulators.fault("dopa", "down", seconds=600)
    done = report(employer, employed, told)
    assert done.findings[0].code == "dopa_pending"
    assert report(employer, employed, told).case_reference == done.case_reference
    with pytest.raises(Refused) as refused:
        approve(done.case_reference)
    assert codes(refused) == ["dopa_silent"]
    simulators.fault("dopa", "ok")
    from integrations import client

    client.reset("dopa", simulators.url("dopa"))
    with time_machine.travel("2026-12-10 09:00+07:00", tick=True):
        cases.propose(done.case_reference, "approve", "ตรงกัน", officer_actor(officer("officer", "checker")))
    assert Person.objects.get().first_name == told.first_name
    assert LateReport.objects.get().reported_on == date(2026, 11, 23)
    assert not Check.objects.exists()


def test_by_page_and_api(employer, employed):
    client = strong_session(Client(), staff(employer))
    told = new(employed)
    page = f"/employer/{employer.account_no}/staff/{employed.pk}/name/"
    assert page in client.get(f"/employer/{employer.account_no}/staff/").content.decode()
    assert "6-10" in client.get(page).content.decode()
    body = {"first_name": "อีกชื่อ", "last_name": told.last_name}
    day = {"changed_on_0": "1", "changed_on_1": "11", "changed_on_2": "2569"}
    assert client.post(page, {**body, **day}).status_code == 422
    api = f"/api/v1/employers/{employer.account_no}/staff/{employed.pk}/name"
    wrong = {**body, "changed_on": "2026-11-01"}
    headers = {"Idempotency-Key": "facts-0001"}
    assert client.post(api, wrong, "application/json", headers=headers).status_code == 422
    assert client.post(page, {**body, **day, "first_name": told.first_name}).status_code == 302
    again = {"first_name": told.first_name, "last_name": told.last_name, "changed_on": "2026-11-01"}
    headers = {"Idempotency-Key": "facts-0002"}
    assert client.post(api, again, "application/json", headers=headers).status_code == 422
    Person.objects.update(first_name="ชื่อเดิม")
    headers = {"Idempotency-Key": "facts-0003"}
    done = client.post(api, again, "application/json", headers=headers)
    assert (done.status_code, done.json()) == (200, {"case_reference": "", "findings": []})


class TestByFile:
    """The sheet of new names says what the page says, and waits as the page does."""

    def sent(self, employer, *rows, **more):
        return enrol_files.send(employer.account_no, workbook(name_rows=rows, **more), "a.xlsx", by=SYSTEM)

    def row(self, employed, **change):
        told = new(employed)
        values = {"first_name": told.first_name, "last_name": told.last_name, **change}
        return rename(employed.person, **values)

    def test_it_is_written_as_the_civil_register_has_it(self, employer, employed):
        file = self.sent(employer, self.row(employed))
        assert not EnrolFinding.objects.exists()
        assert enrol_files.keep(file.pk, by=SYSTEM).enrolled == 1
        person = Person.objects.get(pk=employed.person_id)
        assert (person.first_name, person.last_name) == (new(employed).first_name, new(employed).last_name)
        assert FormerName.objects.get(person=person).first_name == "ชื่อเดิม"
        assert Message.objects.filter(subject=f"person:{person.pk}").count() == 1

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"first_name": "ชื่อเดิม", "last_name": "นามเดิม"}, [("nothing_changes", "first_name")]),
            ({"last_name": "อื่น"}, [("dopa_last_name", "last_name")]),
            ({"day": "24/11/2569"}, [("change_in_future", "day")]),
            ({"day": "01/11/2026"}, [("cell_year_ce", "day")]),
            ({"last_name": ""}, [("cell_missing", "last_name")]),
            ({"day": "30/09/2569"}, [("late_change", "day")]),
        ],
    )
    def test_each_fault_is_told_at_its_cell(self, employer, employed, change, expected):
        file = self.sent(employer, self.row(employed, **change))
        said = EnrolFinding.objects.filter(file_id=file.pk, line=2_000_002)
        assert list(said.values_list("code", "field")) == expected
        shown = findings_of(file.pk)
        assert [(one.sheet, one.row) for one in shown] == [("เปลี่ยนชื่อ", 2)]

    def test_of_who_does_not_work_here_nothing_is_taken(self, employed):
        file = self.sent(make_employer(), self.row(employed))
        assert [one.code for one in EnrolFinding.objects.filter(file_id=file.pk)] == ["not_employed"]
        assert enrol_files.keep(file.pk, by=SYSTEM).enrolled == 0

    def test_while_the_civil_register_is_silent_it_waits_as_a_case(self, employer, employed, simulators):
        row = self.row(employed)
        simulators.fault("dopa", "down", seconds=60)
        file = self.sent(employer, row)
        assert [one.code for one in EnrolFinding.objects.all()] == ["dopa_pending"]
        enrol_files.keep(file.pk, by=SYSTEM)
        (case,) = cases.open_cases(insured_facts.CASE_TYPE, subject_ident=employed.person.national_id)
        assert case.payload["changed_on"] == "2026-11-02"
        assert Person.objects.get(pk=employed.person_id).first_name == "ชื่อเดิม"

    def test_a_new_name_and_the_leaving_in_one_file(self, employer, employed):
        file = self.sent(employer, self.row(employed), go_rows=[go(employed.person)])
        assert enrol_files.keep(file.pk, by=SYSTEM).enrolled == 2
        employed.refresh_from_db()
        assert (employed.ends_on, employed.person.first_name) == (
            date(2026, 11, 20),
            new(employed).first_name,
        )
