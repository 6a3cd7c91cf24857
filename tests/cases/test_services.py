"""A case from its opening to its end: who may do what, the clock, the timeline."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from sso_core.accounts.models import Role
from sso_core.cases.models import AssignmentRule, Case, CaseEvent, Proposal
from sso_core.cases.public import (
    Conflict,
    NoSuchCase,
    PublicStatus,
    Status,
    answer,
    ask_applicant,
    assign,
    case,
    cases_of,
    confirm,
    decide_automatically,
    note,
    open_question,
    proposal_of,
    propose,
    record,
    send_back,
    set_public_status,
    stop_waiting,
    take,
    timeline,
    withdraw,
)
from sso_core.kernel import case_reference
from sso_core.kernel.finding import Refused
from sso_core.kernel.flow import IllegalMove
from sso_core.messaging.models import OutboxEvent
from sso_core.messaging.public import inbox_of
from tests.cases import factories as make

pytestmark = pytest.mark.django_db
BIG = "41700.00"


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel("2026-11-23T10:00:00+07:00", tick=False) as clock:
        make.decided.clear()
        yield clock


def codes(refused):
    return [finding.code for finding in refused.value.findings]


class TestOpening:
    def test_reference_clock_timeline_and_message(self):
        opened = make.a_case()
        assert case_reference.is_valid(opened.reference)
        assert opened.reference.startswith("TM6911-")
        assert (opened.status, opened.public_status) == (Status.RECEIVED, PublicStatus.RECEIVED)
        assert opened.due_on == date(2026, 11, 30)
        assert [e.text for e in timeline(opened.reference)] == ["รับคำขอ"]
        (message,) = inbox_of(opened.subject)
        assert opened.reference in message.title
        assert "30 พฤศจิกายน 2569" in message.body.replace("\u00a0", " ")
        assert OutboxEvent.objects.filter(topic="cases.opened", key=opened.reference).exists()

    def test_two_cases_have_two_references(self):
        assert make.a_case().reference != make.a_case().reference

    def test_an_unknown_type_is_refused(self):
        from sso_core.cases.public import open_case

        with pytest.raises(LookupError):
            open_case(
                "nobody",
                subject="person:1",
                subject_name="",
                applicant=make.actor(make.member()),
                office="1003",
            )

    def test_cases_of_a_person_only(self):
        mine, other = make.member(), make.member()
        opened = make.a_case(mine)
        make.a_case(other)
        assert [c.reference for c in cases_of(f"person:{mine.person_id}")] == [opened.reference]


class TestAssignment:
    def test_nobody_gets_it_without_a_rule(self):
        make.officer()
        assert make.a_case().assigned_to is None

    def test_in_turn(self):
        AssignmentRule.objects.create(case_type="*", office="*", mode="in_turn")
        a, b = make.officer("ก"), make.officer("ข")
        make.officer("อื่น", office="1009")
        make.checker()
        assert [make.a_case().assigned_to for _ in range(3)] == [a.pk, b.pk, a.pk]

    def test_the_most_special_rule_counts(self):
        make.officer()
        AssignmentRule.objects.create(case_type="*", office="*", mode="in_turn")
        AssignmentRule.objects.create(case_type="test.maternity", office=make.OFFICE, mode="pick")
        assert make.a_case().assigned_to is None

    def test_taking_it_from_the_queue(self):
        opened, officer = make.a_case(), make.officer()
        taken = take(opened.reference, make.actor(officer))
        assert (taken.assigned_to, taken.status, taken.version) == (officer.pk, Status.CHECKING, 2)

    def test_only_to_someone_with_the_role_at_the_office(self):
        opened = make.a_case()
        lead = make.actor(make.officer("หัวหน้า", Role.supervisor))
        with pytest.raises(Refused) as refused:
            assign(opened.reference, make.officer(office="1009").pk, lead)
        assert codes(refused) == ["case.not_eligible_officer"]
        colleague = make.officer("ปิติ")
        assert assign(opened.reference, colleague.pk, lead, reason="ลาพักร้อน").assigned_to == colleague.pk
        assert timeline(opened.reference)[0].text == "มอบงานให้ ปิติ ลาพักร้อน"
        assert assign(opened.reference, None, lead).assigned_to is None


class TestQuestions:
    def test_the_clock_stands_still_until_the_answer(self, monday):
        opened, officer = make.a_case(), make.actor(make.officer())
        waiting = ask_applicant(opened.reference, "ขอสูติบัตร", date(2026, 12, 8), officer)
        assert (waiting.status, waiting.public_status) == (Status.WAITING, PublicStatus.WAITING_FOR_YOU)
        assert waiting.paused_on == date(2026, 11, 23)
        monday.move_to("2026-11-27T09:00:00+07:00")
        back = answer(opened.reference, "ส่งแล้ว", make.actor(make.member()))
        assert (back.status, back.paused_on) == (Status.CHECKING, None)
        assert back.due_on == date(2026, 12, 4)  # 30 Nov and the four working days that it stood
        assert Case.objects.get(reference=opened.reference).paused_days == 4

    def test_the_applicant_is_told_and_sees_the_question(self):
        opened = make.a_case()
        ask_applicant(opened.reference, "ขอสูติบัตร", date(2026, 12, 8), make.actor(make.officer()))
        assert "ขอสูติบัตร" in inbox_of(opened.subject)[0].body
        assert open_question(opened.reference).text == "ขอสูติบัตร"

    def test_the_question_and_its_day_are_checked(self):
        opened = make.a_case()
        with pytest.raises(Refused) as refused:
            ask_applicant(opened.reference, " ", date(2026, 11, 23), make.actor(make.officer()))
        assert codes(refused) == ["case.question_missing", "case.due_past"]

    def test_an_empty_answer_is_none(self):
        opened = make.a_case()
        ask_applicant(opened.reference, "?", date(2026, 12, 8), make.actor(make.officer()))
        with pytest.raises(Refused) as refused:
            answer(opened.reference, "  ", make.actor(make.member()))
        assert codes(refused) == ["case.answer_missing"]
        assert case(opened.reference).status is Status.WAITING

    def test_going_on_without_an_answer(self):
        opened, officer = make.a_case(), make.actor(make.officer())
        ask_applicant(opened.reference, "?", date(2026, 12, 8), officer)
        assert stop_waiting(opened.reference, "พ้นกำหนด", officer).status is Status.CHECKING
        assert open_question(opened.reference) is None

    def test_nothing_is_answered_that_was_not_asked(self):
        opened = make.a_case()
        with pytest.raises(IllegalMove):
            answer(opened.reference, "ตอบ", make.actor(make.member()))


class TestDeciding:
    def test_a_small_sum_is_decided_at_once(self):
        opened, officer = make.a_case(), make.actor(make.officer())
        decided = propose(opened.reference, "approve", "ครบ", officer)
        assert (decided.status, decided.public_status) == (Status.APPROVED, PublicStatus.DECIDED)
        assert decided.decision.amount == Decimal("3500.00")
        assert decided.decision.worked["steps"][0]["section"] == "57"
        assert make.decided == [(opened.reference, "approve", Decimal("3500.00"))]
        assert OutboxEvent.objects.filter(topic="cases.decided", key=opened.reference).exists()

    def test_a_big_sum_waits_for_another_officer(self):
        opened, maker, checker = (
            make.a_case(amount=BIG),
            make.actor(make.officer()),
            make.actor(make.checker()),
        )
        proposed = propose(opened.reference, "approve", "ครบ", maker)
        assert (proposed.status, proposed.public_status, make.decided) == (
            Status.PROPOSED,
            PublicStatus.CHECKING,
            [],
        )
        decided = confirm(opened.reference, checker)
        assert decided.status is Status.APPROVED
        assert (decided.decision.maker_id, decided.decision.checker_id) == (maker.user_id, checker.user_id)
        assert len(make.decided) == 1

    def test_the_maker_is_not_the_checker(self):
        opened, maker = make.a_case(amount=BIG), make.actor(make.officer())
        propose(opened.reference, "approve", "ครบ", maker)
        for act in (
            lambda: confirm(opened.reference, maker),
            lambda: send_back(opened.reference, "x", maker),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert codes(refused) == ["case.maker_is_checker"]

    def test_the_database_refuses_it_too(self):
        opened, maker = make.a_case(amount=BIG), make.officer()
        propose(opened.reference, "approve", "ครบ", make.actor(maker))
        with pytest.raises(IntegrityError, match="maker_is_not_checker"), transaction.atomic():
            Proposal.objects.update(state="decided", checker=maker)
        with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
            Proposal.objects.update(state="decided")

    def test_sending_back_is_as_easy(self):
        opened, maker, checker = (
            make.a_case(amount=BIG),
            make.actor(make.officer()),
            make.actor(make.checker()),
        )
        propose(opened.reference, "approve", "ครบ", maker)
        back = send_back(opened.reference, "ชื่อบัญชีไม่ตรง", checker)
        assert (back.status, back.assigned_to) == (Status.CHECKING, maker.user_id)
        assert proposal_of(opened.reference) is None
        propose(opened.reference, "approve", "แก้แล้ว", maker)
        assert confirm(opened.reference, checker).decision.reason == "แก้แล้ว"

    def test_sending_back_needs_a_reason(self):
        opened = make.a_case(amount=BIG)
        propose(opened.reference, "approve", "ครบ", make.actor(make.officer()))
        with pytest.raises(Refused) as refused:
            send_back(opened.reference, "", make.actor(make.checker()))
        assert codes(refused) == ["case.send_back_reason_missing"]

    def test_a_failed_check_stops_approval_but_not_refusal(self):
        opened, officer = make.a_case(failing=True), make.actor(make.officer())
        with pytest.raises(Refused) as refused:
            propose(opened.reference, "approve", "ครบ", officer)
        assert codes(refused) == ["case.check_failed"]
        rejected = propose(opened.reference, "reject", "ชื่อบัญชีไม่ตรง", officer)
        assert (rejected.status, rejected.decision.amount) == (Status.REJECTED, None)

    def test_outcome_and_reason_are_needed(self):
        opened = make.a_case()
        with pytest.raises(Refused) as refused:
            propose(opened.reference, "perhaps", " ", make.actor(make.officer()))
        assert codes(refused) == ["case.outcome_unknown", "case.reason_missing"]

    def test_nobody_decides_their_own_application(self):
        officer = make.officer()
        opened = make.a_case(officer)
        with pytest.raises(Refused) as refused:
            propose(opened.reference, "approve", "ครบ", make.actor(officer))
        assert codes(refused) == ["case.applicant_decides"]

    def test_what_follows_and_the_decision_are_one(self):
        opened = make.a_case(explode=True)
        with pytest.raises(RuntimeError), transaction.atomic():
            propose(opened.reference, "approve", "ครบ", make.actor(make.officer()))
        assert case(opened.reference).status is Status.RECEIVED
        assert not Proposal.objects.exists()

    def test_straight_through(self):
        opened = make.a_case()
        decided = decide_automatically(
            opened.reference, make.worked(Decimal("3500.00")), "ตรวจกับทะเบียนแล้วทุกข้อ"
        )
        assert (decided.status, decided.decision.automatic, decided.decision.maker_name) == (
            Status.APPROVED,
            True,
            "ระบบ",
        )

    def test_never_straight_through_where_two_are_needed(self):
        opened = make.a_case(amount=BIG)
        with pytest.raises(Refused) as refused:
            decide_automatically(opened.reference, make.worked(Decimal(BIG)), "ครบ")
        assert codes(refused) == ["case.needs_four_eyes"]

    def test_a_decided_case_is_decided(self):
        opened, officer = make.a_case(), make.actor(make.officer())
        propose(opened.reference, "approve", "ครบ", officer)
        for act in (
            lambda: propose(opened.reference, "reject", "เปลี่ยนใจ", officer),
            lambda: ask_applicant(opened.reference, "?", date(2026, 12, 8), officer),
            lambda: withdraw(opened.reference, officer),
        ):
            with pytest.raises(IllegalMove):
                act()

    def test_a_decision_cannot_be_changed(self):
        opened = make.a_case()
        propose(opened.reference, "approve", "ครบ", make.actor(make.officer()))
        for act in (
            lambda: Proposal.objects.update(amount=1),
            lambda: Proposal.objects.update(state="waiting"),
            lambda: Proposal.objects.all().delete(),
        ):
            with pytest.raises(Exception, match=r"annot|read-only"), transaction.atomic():
                act()


class TestAfterwards:
    def test_paying_and_done(self):
        opened, officer = make.a_case(), make.actor(make.officer())
        propose(opened.reference, "approve", "ครบ", officer)
        assert set_public_status(opened.reference, PublicStatus.PAYING, officer).status is Status.APPROVED
        done = set_public_status(opened.reference, PublicStatus.DONE, officer)
        assert (done.status, done.public_status) == (Status.CLOSED, PublicStatus.DONE)
        assert done.closed_at is not None

    def test_withdrawing_drops_what_waited(self):
        opened = make.a_case(amount=BIG)
        propose(opened.reference, "approve", "ครบ", make.actor(make.officer()))
        withdrawn = withdraw(opened.reference, make.actor(make.member()))
        assert (withdrawn.status, withdrawn.public_status) == (Status.WITHDRAWN, PublicStatus.DONE)
        assert proposal_of(opened.reference) is None


class TestTimeline:
    def test_notes_are_for_officers(self):
        opened, officer = make.a_case(), make.actor(make.officer())
        note(opened.reference, "โทรหาแล้ว", officer)
        assert timeline(opened.reference)[0].text == "บันทึก: โทรหาแล้ว"
        assert [e.verb for e in timeline(opened.reference, public_only=True)] == ["opened"]

    def test_amounts_and_days_are_written_as_people_write_them(self):
        opened, officer = make.a_case(amount=BIG), make.actor(make.officer())
        propose(opened.reference, "approve", "ครบ", officer)
        assert timeline(opened.reference)[0].text == "เสนออนุมัติ 41,700.00: ครบ"

    def test_other_apps_add_verbs(self):
        from sso_core.cases.public import Verb, register_verbs

        register_verbs({"test.paid": Verb("เงินเข้า {amount} บาท", "Paid {amount}", public=True)})
        opened = make.a_case()
        record(opened.reference, "test.paid", make.actor(make.officer()), amount=Decimal("1500"))
        assert timeline(opened.reference, public_only=True)[0].text == "เงินเข้า 1,500.00 บาท"

    def test_it_can_only_grow(self):
        make.a_case()
        for act in (lambda: CaseEvent.objects.update(verb="x"), lambda: CaseEvent.objects.all().delete()):
            with pytest.raises(Exception, match="annot"), transaction.atomic():
                act()


class TestTwoOfficers:
    def test_the_second_to_act_is_told(self):
        opened = make.a_case()
        take(opened.reference, make.actor(make.officer()), version=opened.version)
        with pytest.raises(Conflict) as conflict:
            propose(opened.reference, "approve", "ครบ", make.actor(make.officer()), version=opened.version)
        assert (conflict.value.seen, conflict.value.now) == (1, 2)

    def test_no_such_case(self):
        with pytest.raises(NoSuchCase):
            take("TM6911-999999-9", make.actor(make.officer()))


class TestDrafts:
    def test_kept_for_thirty_days_after_the_last_answer(self, monday):
        from sso_core.cases.public import discard_draft, drafts_of, load_draft, save_draft

        user = make.member()
        save_draft(user.pk, "sickness", {"days": 3}, "when")
        monday.shift(timedelta(days=20))
        save_draft(user.pk, "sickness", {"days": 4}, "upload")
        monday.shift(timedelta(days=20))
        draft = load_draft(user.pk, "sickness")
        assert (draft.data, draft.step, len(drafts_of(user.pk))) == ({"days": 4}, "upload", 1)
        monday.shift(timedelta(days=11))
        assert load_draft(user.pk, "sickness") is None
        save_draft(user.pk, "sickness", {}, "")
        discard_draft(user.pk, "sickness")
        assert drafts_of(user.pk) == ()
