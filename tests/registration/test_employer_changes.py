"""Facts of an employer change, a business is asked over, contractors make chains, the office registers itself."""

from datetime import date
from threading import Thread

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from integrations import client as gateway
from integrations.simulators.data import by_role, companies
from registration.models import ContractorLink, Coverage, Employer, EmployerChange, LateReport
from registration.public import EmployerApplication, Enrol, apply_employer, province_on
from registration.selectors import employer, employer_of_tax_id
from registration.services import changes, contractors, ex_officio, transfers
from registration.tasks import retry_checks
from sso_core.cases import public as cases
from sso_core.cases.services.letters import send_letter
from sso_core.kernel.actor import SYSTEM, Actor, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.messaging.public import deliver_all, inbox_of
from tests.registration.factories import (
    enrolled,
    make_employer,
    make_person,
    member_actor,
    officer,
    officer_actor,
    staff,
)

pytestmark = pytest.mark.django_db
COMPANY = companies()[3]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        yield


def acting(one):
    user = staff(one)
    return Actor(ActorKind.EMPLOYER, user.pk, str(user), None, f"employer:{one.account_no}", 2)


def company(**given):
    """The employer that DBD knows, under an older name at another place."""
    told = {"name": "บริษัท ชื่อเดิม จำกัด", "address": "1 ถนนทดสอบ", "province": "10", **given}
    return make_employer(tax_id=COMPANY["juristic_id"], **told)


def change(one, on=date(2026, 11, 3), **new):
    told = {"name": one.name, "address": "1 ถนนทดสอบ", "province": "10", **new}
    return changes.report_change(one.account_no, changes.Change(changed_on=on, **told), by=acting(one))


class TestFacts:
    def test_contacts_count_at_once_and_the_old_address_hears_of_it(self):
        one = make_employer(email="old@example.test")
        changes.set_employer_contacts(
            one.account_no, email="new@example.test", phone="021234567", by=acting(one)
        )
        found = employer(one.account_no)
        assert (found.email, found.phone) == ("new@example.test", "021234567")
        assert EmployerChange.objects.get().before == "old@example.test"

    def test_what_dbd_confirms_is_written_without_an_officer(self, simulators):
        one = company()
        place = {"address": COMPANY["address"], "province": COMPANY["province"]}
        done = change(one, name=COMPANY["name_th"], **place)
        assert (done.case.status, done.findings) == ("approved", ())
        found = Employer.objects.get(pk=one.pk)
        assert (found.name, found.office) == (COMPANY["name_th"], "9000")
        before, after = date(2026, 11, 2), date(2026, 11, 3)
        assert [province_on(one.account_no, "000000", day) for day in (before, after)] == ["10", "90"]
        kept = EmployerChange.objects.order_by("fact").values_list("fact", "before", "changed_on")
        assert list(kept) == [
            ("address", "1 ถนนทดสอบ กรุงเทพมหานคร", after),
            ("name", "บริษัท ชื่อเดิม จำกัด", after),
        ]

    def test_a_name_that_dbd_does_not_have_cannot_be_approved(self, simulators):
        one = company()
        case = change(one, name="บริษัท อื่น จำกัด").case
        with pytest.raises(Refused, match="check_failed"):
            cases.propose(case.reference, "approve", "ครบ", by=officer_actor(officer()))
        assert employer(one.account_no).name == "บริษัท ชื่อเดิม จำกัด"

    def test_while_dbd_is_silent_the_change_waits_and_is_then_approved(self, simulators):
        one, by = company(), officer_actor(officer())
        simulators.fault("dbd", "down")
        case = change(one, name=COMPANY["name_th"]).case
        with pytest.raises(Refused, match="name_unconfirmed"):
            cases.propose(case.reference, "approve", "ครบ", by=by)
        simulators.fault("dbd", "ok")
        recheck(simulators)
        cases.propose(case.reference, "approve", "ครบ", by=by)
        assert employer(one.account_no).name == COMPANY["name_th"]

    def test_who_signs_is_an_officers_and_one_change_at_a_time(self, simulators):
        one = company()
        case = change(one, directors=("นาย ก", "นาง ข")).case
        with pytest.raises(Refused, match="change_open"):
            change(one, directors=("นาย ค",))
        cases.propose(case.reference, "approve", "ตรงกับหนังสือรับรอง", by=officer_actor(officer()))
        assert employer(one.account_no).directors == ("นาย ก", "นาง ข")
        send_letter(case.reference)
        with pytest.raises(Refused, match="nothing_changed"):
            change(one, directors=("นาย ก", "นาง ข"))

    def test_after_the_fifteenth_it_is_late_by_the_day_it_was_told(self, simulators):
        one = company()
        done = change(one, on=date(2026, 10, 1), directors=("นาย ก",))
        assert [f.code for f in done.findings] == ["late_change"]
        with time_machine.travel("2026-11-30 09:00+07:00"):
            cases.propose(done.case.reference, "approve", "ครบ", by=officer_actor(officer()))
        late = LateReport.objects.get()
        assert (late.subject, late.due_on, late.reported_on) == (
            "directors",
            date(2026, 11, 15),
            date(2026, 11, 23),
        )

    def test_a_natural_person_is_checked_at_dopa(self, simulators):
        alive = by_role("newcomer")[0]
        one = make_employer(tax_id=alive["national_id"], name="ร้านเดิม")
        assert one.kind == "person"
        name = f"{alive['title']}{alive['first_name']} {alive['last_name']}"
        assert change(one, name=name).case.status == "approved"
        assert employer(one.account_no).name == name


def recheck(simulators):
    gateway.reset("dbd", simulators.url("dbd"))
    with time_machine.travel("2026-11-23 12:00+07:00"):
        retry_checks()


class TestRegistering:
    def test_thirty_days_count_from_the_first_employee_to_the_application(self, simulators):
        person, by = make_person(), officer_actor(officer())
        told = {
            "tax_id": COMPANY["juristic_id"],
            "name": "",
            "address": "5",
            "province": "90",
            "phone": "0812345678",
        }
        began = date(2026, 10, 1)
        application = EmployerApplication(**told, email="a@b.th", first_employee_on=began, employees=1)
        case = apply_employer(application, by=member_actor(person))
        with time_machine.travel("2026-12-07 09:00+07:00"):
            cases.propose(case.reference, "approve", "ครบ", by=by)
        assert Employer.objects.get().obliged_since == began
        late = LateReport.objects.get()
        assert (late.kind, late.due_on, late.reported_on) == (
            "employer",
            date(2026, 10, 31),
            date(2026, 11, 23),
        )


class TestTransfers:
    def ask(self, giver, receiver, branch_no="000000"):
        told = {"on": date(2026, 11, 1), "why": "ขายกิจการ"}
        return transfers.ask_transfer(
            giver.account_no, branch_no, receiver.account_no, **told, by=acting(giver)
        )

    def test_the_receiver_agrees_an_officer_decides_the_staff_goes_over(self):
        giver, receiver, person = make_employer(name="ผู้โอน"), make_employer(name="ผู้รับ"), make_person()
        enrolled(person, giver, date(2025, 1, 1))
        case = self.ask(giver, receiver)
        with pytest.raises(Refused, match="handover_open"):
            self.ask(giver, receiver)
        by = officer_actor(officer())
        with pytest.raises(Refused, match="check_failed"):
            cases.propose(case.reference, "approve", "ครบ", by=by)
        with pytest.raises(Refused, match="handover_unknown"):
            transfers.accept_transfer(case.reference, by=acting(make_employer()))
        assert [one.reference for one in transfers.transfers_to(receiver.account_no)] == [case.reference]
        transfers.accept_transfer(case.reference, by=acting(receiver))
        cases.propose(case.reference, "approve", "ครบ", by=by)
        assert Coverage.objects.values_list("starts_on", "ends_on").get() == (date(2025, 1, 1), None)
        assert transfers.transfers_to(receiver.account_no) == ()

    def test_not_to_oneself_and_not_to_a_closed_account(self):
        giver, closed = make_employer(), make_employer()
        Employer.objects.filter(pk=closed.pk).update(closed_on=date(2026, 11, 23))
        for to, code in ((giver, "handover_to_self"), (closed, "employer_closed")):
            with pytest.raises(Refused, match=code):
                self.ask(giver, to)


class TestContractors:
    def declare(self, principal, contractor, since=date(2026, 1, 1)):
        told = {"work": "ประกอบชิ้นงาน", "since": since}
        return contractors.declare_contractor(
            principal.account_no, contractor.account_no, **told, by=acting(principal)
        )

    def test_both_sides_see_the_link_and_it_ends(self):
        principal, contractor = make_employer(name="ผู้ว่าจ้าง"), make_employer(name="ผู้รับเหมา")
        link = self.declare(principal, contractor)
        assert self.declare(principal, contractor) == link
        assert [one.other.name for one in contractors.contractors_of(principal.account_no)] == ["ผู้รับเหมา"]
        assert [one.other.name for one in contractors.principals_of(contractor.account_no)] == ["ผู้ว่าจ้าง"]
        last = {"last_day": date(2026, 11, 20), "by": acting(principal)}
        contractors.end_contractor(principal.account_no, link.pk, **last)
        contractors.end_contractor(principal.account_no, link.pk, **last)
        assert contractors.contractors_of(principal.account_no)[0].until == date(2026, 11, 20)
        with pytest.raises(Refused, match="contractor_unknown"):
            contractors.end_contractor(contractor.account_no, link.pk, **last)

    def test_a_chain_has_no_circle_however_long(self):
        first, second, third = (make_employer() for _ in range(3))
        self.declare(first, second)
        self.declare(second, third)
        for above, below in ((second, first), (third, first), (third, second)):
            with pytest.raises(Refused, match="contractor_circle"):
                self.declare(above, below)
        with pytest.raises(Refused, match="contractor_self"):
            self.declare(first, first)

    def test_a_chain_that_ended_may_turn_round(self):
        first, second = make_employer(), make_employer()
        link = self.declare(first, second)
        contractors.end_contractor(first.account_no, link.pk, last_day=date(2026, 10, 31), by=acting(first))
        self.declare(second, first, date(2026, 11, 1))
        with pytest.raises(Refused, match="contractor_circle"):
            self.declare(first, second, date(2026, 11, 2))

    def test_the_database_refuses_two_links_on_one_day(self):
        first, second = make_employer(), make_employer()
        self.declare(first, second)
        with pytest.raises(IntegrityError, match="contractor_link_once_a_day"), transaction.atomic():
            ContractorLink.objects.create(
                principal=first,
                contractor=second,
                work="ซ้ำ",
                since=date(2026, 5, 1),
                declared_on=date(2026, 11, 23),
            )


@pytest.mark.django_db(transaction=True)
def test_two_declarations_at_once_never_close_a_circle():
    first, second = make_employer(), make_employer()
    pairs, outcomes = ((first, second), (second, first)), []

    def declare(principal, contractor):
        told = {"work": "งาน", "since": date(2026, 1, 1), "by": SYSTEM}
        try:
            contractors.declare_contractor(principal.account_no, contractor.account_no, **told)
            outcomes.append("declared")
        except Refused as refused:
            outcomes.append(str(refused))
        finally:
            connection.close()

    threads = [Thread(target=declare, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["contractor_circle", "declared"]


class TestExOfficio:
    def inquiry(self, **more):
        told = {
            "tax_id": COMPANY["juristic_id"],
            "name": "ป้ายหน้าร้าน",
            "address": "5 ถนนตัวอย่าง",
            "province": "90",
            "obliged_since": date(2026, 8, 3),
            "evidence": "บัตรลงเวลา 3 เดือน",
            "findings": "มีลูกจ้าง 12 คน ทำงานทุกวัน",
            **more,
        }
        return ex_officio.Inquiry(**told)

    def test_two_officers_a_letter_and_then_the_person(self, simulators):
        maker, checker = officer_actor(officer()), officer_actor(officer("checker"))
        case = ex_officio.open_inquiry(self.inquiry(), by=maker)
        cases.propose(case.reference, "approve", "หลักฐานครบ", by=maker)
        assert employer_of_tax_id(COMPANY["juristic_id"]) is None
        with pytest.raises(Refused, match="maker_is_checker"):
            cases.confirm(case.reference, by=maker)
        cases.confirm(case.reference, by=checker)
        opened = employer_of_tax_id(COMPANY["juristic_id"])
        assert (opened.name, opened.obliged_since) == (COMPANY["name_th"], date(2026, 8, 3))
        assert LateReport.objects.get().due_on == date(2026, 9, 2)
        letter = send_letter(case.reference)
        assert letter.title == "สำนักงานขึ้นทะเบียนนายจ้างให้ (มาตรา 37)"
        (theirs,) = cases.cases_of(f"employer:{opened.account_no}")
        assert (theirs.reference, theirs.subject_ident) == (case.reference, opened.account_no)
        one = by_role("newcomer")[0]
        line = Enrol(
            one["national_id"],
            one["first_name"],
            one["last_name"],
            opened.account_no,
            "000000",
            date(2026, 8, 3),
        )
        with pytest.raises(Refused, match="evidence_missing"):
            ex_officio.enrol_ex_officio(line, found=" ", by=maker)
        ex_officio.enrol_ex_officio(line, found="บัตรลงเวลา", by=maker)
        assert Coverage.objects.get().starts_on == date(2026, 8, 3)
        deliver_all()
        titles = [message.title for message in inbox_of(f"employer:{opened.account_no}")]
        assert any("ลูกจ้างให้ตามมาตรา 37" in title for title in titles)
        assert any("นายจ้างให้ตามมาตรา 37" in title for title in titles)

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"evidence": " "}, "evidence_missing"),
            ({"findings": ""}, "findings_missing"),
            ({"obliged_since": date(2026, 12, 1)}, "first_employee_later"),
            ({"obliged_since": date(1980, 1, 1)}, "before_the_law"),
            ({"tax_id": "123"}, "id_invalid"),
        ],
    )
    def test_an_inquiry_without_its_record_is_refused(self, more, code):
        with pytest.raises(Refused, match=code):
            ex_officio.open_inquiry(self.inquiry(**more), by=officer_actor(officer()))

    def test_who_has_an_account_is_not_inquired_and_nobody_but_an_officer_does(self, simulators):
        one = company()
        with pytest.raises(Refused, match="employer_exists"):
            ex_officio.open_inquiry(self.inquiry(), by=officer_actor(officer()))
        with pytest.raises(Refused, match="only_an_officer"):
            ex_officio.open_inquiry(self.inquiry(), by=acting(one))
