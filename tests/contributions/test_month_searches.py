"""A member has months looked for: who may, what may be noted, two officers, and what the account shows afterwards."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from contributions.models import Difference, EmployerQuestion, FoundAs, MonthSearch
from contributions.public import HistoryRow, account, load_history, months_ever, note_gap
from contributions.services import (
    employer_questions,
    month_searches,
)
from contributions.services.certificates import year_paid
from contributions.services.month_searches import Found
from finance.public import verify_ledger
from registration.models import Coverage
from sso_core.accounts.models import OFFICE_ROLES
from sso_core.accounts.public import Role
from sso_core.cases import public as cases
from sso_core.documents.public import documents_of_case
from sso_core.kernel.actor import SYSTEM, Actor, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from tests.contributions.conftest import signed_in
from tests.contributions.factories import (
    ACCOUNT,
    CLEAN,
    CLERK,
    enrol_everybody,
    make_employer,
    make_person,
    pay,
)
from tests.contributions.filings import national_id
from tests.contributions.searching import MAY, OFFICE, ask, code, decide, office_user, officer

pytestmark = pytest.mark.django_db
PAPERS = Found(
    FoundAs.PROVEN, account=ACCOUNT, section=33, wage=Decimal(20000), base=Decimal(15000),
    employee=Decimal(750), employer=Decimal(750), paid_on=date(2020, 6, 10),
)  # fmt: skip
LOOK = "/me/contributions/2020-05/look/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-27 09:00+07:00", tick=True):
        yield


@pytest.fixture
def person():
    make_employer()
    found = make_person(national_id(7))
    type(found).objects.filter(pk=found.pk).update(office=OFFICE)
    note_gap(found.pk, Period(2020, 1), Period(2020, 12), reason="ยังไม่ย้าย")
    return found


class TestAsking:
    def test_only_months_that_the_account_does_not_show_are_looked_for(self, person):
        load_history(
            [HistoryRow(person.pk, MAY, 33, *map(Decimal, (15000, 750, 750, 0)), account_no=ACCOUNT)]
        )
        case = ask(person, Period(2020, 3), Period(2020, 6))
        assert case.payload["months"] == ["2020-03", "2020-04", "2020-06"]
        assert (case.office, case.sla_days) == (OFFICE, 10)
        assert case.due_on > date(2026, 12, 7)

    def test_the_office_of_the_employer_gets_it(self, person):
        from registration.models import Employer

        Employer.objects.filter(account_no=ACCOUNT).update(office="1002")
        assert ask(person, employer_no=ACCOUNT).office == "1002"

    @pytest.mark.parametrize(
        ("since", "until", "more", "wrong"),
        [
            (MAY, Period(2020, 4), {}, "search.months"),
            (Period(2005, 1), Period(2020, 5), {}, "search.months"),
            (MAY, MAY, {"employer_no": "9999999999"}, "search.employer_unknown"),
            (Period(2019, 1), Period(2019, 12), {}, "search.nothing_missing"),
        ],
    )
    def test_what_cannot_be_asked(self, person, since, until, more, wrong):
        with pytest.raises(Refused) as refused:
            ask(person, since, until, **more)
        assert code(refused) == wrong
        assert not MonthSearch.objects.exists()

    def test_a_month_is_looked_for_once_at_a_time_and_again_after_an_answer(self, person):
        first = ask(person)
        with pytest.raises(Refused) as refused:
            ask(person, Period(2020, 4), MAY)
        assert code(refused) == "search.open_already"
        assert len(cases.cases_of(f"person:{person.pk}")) == 1
        decide(first, "reject", "ไม่พบในระบบเดิม")
        assert ask(person).reference != first.reference

    def test_taken_back_it_is_looked_for_no_more(self, person):
        case = ask(person)
        cases.withdraw(case.reference, Actor(ActorKind.MEMBER, None, person.full_name, person_id=person.pk))
        assert MonthSearch.objects.get().state == "withdrawn"

    def test_the_database_keeps_two_from_being_open_at_once(self, person):
        ask(person)
        with pytest.raises(IntegrityError), transaction.atomic():
            MonthSearch.objects.create(case_reference="LM-X", person_id=person.pk, period=MAY.first)


class TestFound:
    def test_proven_by_papers_the_month_counts_after_two_officers(self, person):
        case = ask(person)
        month_searches.note_found(case.reference, [MAY], PAPERS, by=officer("finder"))
        assert months_ever(person.pk).count == 0
        proposed = cases.propose(case.reference, "approve", "ตรงกับสลิป", officer("maker"))
        assert proposed.status is cases.Status.PROPOSED
        assert account(person.pk, MAY, MAY)[0].status == "not_loaded"
        cases.confirm(case.reference, officer("checker", Role.checker))
        (month,) = account(person.pk, MAY, MAY)
        assert (month.status, month.base, month.employee, month.paid_on) == (
            "paid", Decimal(15000), Decimal(750), date(2020, 6, 10),
        )  # fmt: skip
        count = months_ever(person.pk)
        assert (count.count, count.unknown) == (1, 11)
        assert MonthSearch.objects.get().state == "found"
        assert verify_ledger().holds

    def test_found_under_another_number_it_moves_with_its_day_of_payment(self, person):
        other = make_person(national_id(8), "อื่น")
        row = HistoryRow(
            other.pk, Period(2020, 12), 39, *map(Decimal, (4800, 432, 0, 0)), paid_on=date(2021, 1, 10)
        )
        load_history([row])
        case = ask(person, Period(2020, 12), Period(2020, 12))
        month_searches.note_found(
            case.reference, [Period(2020, 12)], Found(FoundAs.ELSEWHERE, number=other.national_id),
            by=officer("finder"),
        )  # fmt: skip
        decide(case)
        assert [months_ever(one.pk).count for one in (person, other)] == [1, 0]
        # Section 39 belongs to the year of payment: the certificate follows the month.
        assert year_paid(person.pk, 2021).total == Decimal(432)
        assert year_paid(other.pk, 2021).months == ()
        with pytest.raises(IntegrityError), transaction.atomic():
            Difference.objects.filter(person_id=person.pk).delete()

    def test_a_filed_month_moves_with_the_same_case(self, person):
        from contributions.public import submit_filing, upload_filing

        with time_machine.travel("2026-07-10 09:00+07:00", tick=True):
            enrol_everybody()
            draft = upload_filing(ACCOUNT, CLEAN, filename="june.txt", period=None, by=CLERK)
            submit_filing(draft.filing_id, seen_total=None, by=CLERK)
        june = Period(2026, 6)
        Coverage.objects.create(person=person, section=33, starts_on=date(2026, 1, 1))
        wrong = _somebody_of_june()
        case = ask(person, june, june)
        found = Found(FoundAs.ELSEWHERE, account=ACCOUNT, number=wrong.national_id)
        month_searches.note_found(case.reference, [june], found, by=officer("finder"))
        decide(case)
        assert account(person.pk, june, june)[0].status == "filed"
        assert months_ever(wrong.pk).count == 0
        assert verify_ledger().holds

    @pytest.mark.parametrize(
        ("changes", "wrong"),
        [
            ({"section": 40}, "search.section"),
            ({"account": ""}, "search.account"),
            ({"base": Decimal(0)}, "search.amount"),
            ({"employee": None}, "search.amount"),
            ({"employer": Decimal(-1)}, "search.amount"),
            ({"paid_on": date(2026, 11, 28)}, "search.paid_later"),
            ({"found_as": FoundAs.ELSEWHERE, "number": national_id(7)}, "move.same_person"),
            ({"found_as": FoundAs.ELSEWHERE, "number": national_id(99)}, "move.nobody"),
        ],
    )
    def test_what_cannot_be_noted(self, person, changes, wrong):
        from dataclasses import replace

        case = ask(person)
        with pytest.raises(Refused) as refused:
            month_searches.note_found(case.reference, [MAY], replace(PAPERS, **changes), by=officer("finder"))
        assert code(refused) == wrong
        assert MonthSearch.objects.get().found_as == ""

    def test_papers_do_not_prove_a_month_that_nobody_filed(self, person):
        Coverage.objects.create(person=person, section=33, starts_on=date(2026, 1, 1))
        march = Period(2026, 3)
        case = ask(person, march, march)
        with pytest.raises(Refused) as refused:
            month_searches.note_found(case.reference, [march], PAPERS, by=officer("finder"))
        assert code(refused) == "search.not_loaded_only"

    def test_a_month_that_moved_on_meanwhile_is_not_moved_twice(self, person):
        other, third = make_person(national_id(8), "อื่น"), make_person(national_id(9), "ที่สาม")
        note_gap(third.pk, MAY, MAY, reason="ยังไม่ย้าย")
        load_history([HistoryRow(other.pk, MAY, 33, *map(Decimal, (15000, 750, 750, 0)), account_no=ACCOUNT)])
        found = Found(FoundAs.ELSEWHERE, account=ACCOUNT, number=other.national_id)
        first, second = ask(person), ask(third)
        finder, maker, checker = officer("finder"), officer("maker"), officer("checker", Role.checker)
        for case in (first, second):
            month_searches.note_found(case.reference, [MAY], found, by=finder)
            cases.propose(case.reference, "approve", "พบ", maker)
        cases.confirm(first.reference, checker)
        with pytest.raises(Refused) as refused:
            cases.confirm(second.reference, checker)
        assert code(refused) == "search.not_there"
        assert [months_ever(one.pk).count for one in (person, other, third)] == [1, 0, 0]

    def test_a_part_found_the_rest_is_told_as_not_found(self, person):
        case = ask(person, MAY, Period(2020, 6))
        month_searches.note_found(case.reference, [MAY], PAPERS, by=officer("finder"))
        decide(case)
        assert list(MonthSearch.objects.order_by("period").values_list("state", flat=True)) == [
            "found",
            "refused",
        ]

    def test_nothing_found_cannot_be_approved_and_one_officer_refuses(self, person):
        case = ask(person)
        with pytest.raises(Refused) as refused:
            cases.propose(case.reference, "approve", "พบ", officer("maker1"))
        assert code(refused) == "case.check_failed"
        assert decide(case, "reject", "ค้นแล้วไม่มี").status is cases.Status.REJECTED

    def test_nothing_is_noted_once_it_waits_for_the_second_officer(self, person):
        case = ask(person)
        month_searches.note_found(case.reference, [MAY], PAPERS, by=officer("finder"))
        cases.propose(case.reference, "approve", "พบ", officer("maker"))
        with pytest.raises(Refused) as refused:
            month_searches.note_found(case.reference, [MAY], PAPERS, by=officer("late"))
        assert code(refused) == "search.closed"

    def test_the_database_takes_no_more_than_stands(self, person):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                """insert into contributions_difference (period, adjustment_id, origin, origin_id, section, account_no,
                       branch_no, national_id, person_id, base, employee, employer, government)
                   values ('2020-05-01', 1, 'history', 1, 33, %s, '', %s, %s, -1, 0, 0, 0)""",
                [ACCOUNT, person.national_id, person.pk],
            )


def _somebody_of_june():
    from contributions.models import FilingLine
    from registration.models import Person

    return Person.objects.get(pk=FilingLine.objects.filter(base__gt=0).order_by("line").first().person_id)


class TestEmployer:
    def ask_employer(self, case, **more):
        told = {"account": ACCOUNT, "text": "คนนี้ทำงานหรือไม่", "due_on": date(2026, 12, 12), **more}
        return employer_questions.ask_employer(case.reference, **told, by=officer("asker"))

    def test_asked_and_answered_once(self, person):
        case = ask(person)
        asked = self.ask_employer(case)
        with pytest.raises(Refused) as refused:
            employer_questions.ask_employer(case.reference, ACCOUNT, "อีกครั้ง", date(2026, 12, 12), by=SYSTEM)
        assert code(refused) == "search.asked_already"
        employer_questions.answer(asked.pk, ACCOUNT, "will_file", "ขออภัย", by=CLERK)
        assert "จะยื่น" in cases.case(case.reference).alert
        with pytest.raises(Refused) as refused:
            employer_questions.answer(asked.pk, ACCOUNT, "filed", "", by=CLERK)
        assert code(refused) == "search.answered_already"

    @pytest.mark.parametrize(
        ("changes", "wrong"),
        [
            ({"account": "9999999999"}, "search.employer_unknown"),
            ({"text": " "}, "search.question"),
            ({"due_on": date(2026, 11, 27)}, "case.due_past"),
        ],
    )
    def test_what_cannot_be_asked(self, person, changes, wrong):
        case = ask(person)
        with pytest.raises(Refused) as refused:
            self.ask_employer(case, **changes)
        assert code(refused) == wrong

    def test_after_the_decision_nobody_needs_to_answer(self, person):
        case = ask(person)
        asked = self.ask_employer(case)
        decide(case, "reject", "ไม่พบ")
        with pytest.raises(Refused) as refused:
            employer_questions.answer(asked.pk, ACCOUNT, "filed", "", by=CLERK)
        assert code(refused) == "search.closed"


class TestPages:
    def test_from_the_month_to_the_answer_beside_it(self, person, as_member, clerk):
        from tests.stories.world import certificate

        client = as_member(person)
        assert "ให้สำนักงานค้นเดือนนี้" in client.get("/me/contributions/2020-05/").content.decode()
        assert client.get(LOOK).status_code == 200
        sent = {"until_0": "5", "until_1": "2563", "employer_name": "ร้านตัวอย่าง", "why": "หักในสลิป",
                "paper": certificate("slip.pdf")}  # fmt: skip
        answer = client.post(LOOK, sent, follow=True)
        text = answer.content.decode()
        assert "กำลังค้น" in text
        case = cases.case(MonthSearch.objects.get().case_reference)
        assert case.reference in text
        assert len(documents_of_case(case.reference)) == 1
        worker = signed_in(office_user("worker"), aal=2)
        office = f"/office/month-searches/{case.reference}"
        assert f"{office}/found/" in worker.get(f"/office/cases/{case.reference}/").content.decode()
        asked = {
            "account": ACCOUNT,
            "text": "ทำงานไหม",
            "due_on_0": "12",
            "due_on_1": "12",
            "due_on_2": "2569",
        }
        assert worker.post(f"{office}/ask/", asked).status_code == 302
        question = EmployerQuestion.objects.get()
        assert "1" in clerk.get(f"/employer/{ACCOUNT}/questions/").content.decode()
        page = f"/employer/{ACCOUNT}/questions/{question.pk}/"
        assert clerk.get(page).status_code == 200
        assert clerk.post(page, {"answer": "filed"}).status_code == 302
        noted = {"months": ["2020-05"], "found_as": "proven", "account": "10-0000001-6", "section": "33",
                 "wage": "20,000", "base": "15000", "employee": "750", "employer": "750"}  # fmt: skip
        assert worker.post(f"{office}/found/", noted).status_code == 302
        decide(case, reason="ตรงกับสลิป")
        text = client.get("/me/contributions/2020-05/").content.decode()
        for told in ("พบและแก้บัญชีแล้ว", "ตรงกับสลิป", "15,000.00", "750.00"):
            assert told in text
        assert "พบและแก้บัญชีแล้ว" in client.get("/me/contributions/").content.decode()

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, person, as_member):
        client = as_member(person)
        answer = client.post(LOOK, {"until_0": "4", "until_1": "2563", "why": "เห็นในสลิป"})
        assert answer.status_code == 422
        assert "เห็นในสลิป" in answer.content.decode()

    def test_by_api(self, person, as_member, clerk):
        client = as_member(person)
        key = {"Idempotency-Key": "search-0123456789"}
        told = {"since": "2020-05", "until": "2020-06", "why": "หักในสลิป"}
        made = client.post(
            "/api/v1/me/contributions/searches", told, headers=key, content_type="application/json"
        )
        assert made.status_code == 201
        again = client.post(
            "/api/v1/me/contributions/searches", told, headers=key, content_type="application/json"
        )
        assert again.json() == made.json()
        reference = made.json()["reference"]
        worker = signed_in(office_user("worker"), aal=2)
        office = f"/api/v1/office/month-searches/{reference}"
        assert [row["state"] for row in worker.get(office).json()] == ["open", "open"]
        sent = {"months": ["2020-05"], "found_as": "proven", "account": ACCOUNT, "base": "15000", "wage": "20000",
                "employee": "750", "employer": "750"}  # fmt: skip
        noted = worker.post(
            office, sent, headers={"Idempotency-Key": "found-0123456789"}, content_type="application/json"
        )
        assert noted.json()[0]["found_as"] == "proven"
        asked = worker.post(
            f"{office}/questions", {"account": ACCOUNT, "text": "ทำงานไหม", "due_on": "2026-12-12"},
            headers={"Idempotency-Key": "asked-0123456789"}, content_type="application/json",
        )  # fmt: skip
        assert asked.status_code == 201
        said = clerk.post(
            f"/api/v1/employers/{ACCOUNT}/questions/{asked.json()['id']}/answer", {"answer": "not_ours"},
            headers={"Idempotency-Key": "said-01234567890"}, content_type="application/json",
        )  # fmt: skip
        assert said.json()["answer"] == "not_ours"
        decide(cases.case(reference))
        assert [row["state"] for row in client.get("/api/v1/me/contributions/searches").json()] == [
            "found",
            "refused",
        ]


class TestWhoMay:
    """Role by route: the officers of the case's office, the employer that is asked, the member itself; nobody else."""

    @pytest.fixture
    def case(self, person):
        found = ask(person)
        employer_questions.ask_employer(found.reference, ACCOUNT, "ทำงานไหม", date(2026, 12, 12), by=SYSTEM)
        return found

    @pytest.mark.parametrize("office", [OFFICE, "1002"])
    @pytest.mark.parametrize("role", OFFICE_ROLES)
    @pytest.mark.parametrize("route", ["/office/month-searches/{}/found/", "/office/month-searches/{}/ask/"])
    def test_officers(self, case, role, office, route):
        client = signed_in(office_user("somebody", role, office=office), aal=2)
        may = role is Role.officer and office == OFFICE
        assert client.get(route.format(case.reference)).status_code == (200 if may else 404)
        assert client.post(route.format(case.reference), {"text": ""}).status_code == (422 if may else 404)

    @pytest.mark.parametrize("office", [OFFICE, "1002"])
    @pytest.mark.parametrize("role", OFFICE_ROLES)
    def test_officers_by_api(self, case, role, office):
        client = signed_in(office_user("somebody", role, office=office), aal=2)
        answer = client.get(f"/api/v1/office/month-searches/{case.reference}").status_code
        may = role is Role.officer and office == OFFICE
        assert answer == (200 if may else 404 if role is Role.officer else 403)

    def test_employers(self, case, clerk, stranger):
        number = EmployerQuestion.objects.get().pk
        for client, status in ((clerk, 200), (stranger, 404)):
            assert client.get(f"/employer/{ACCOUNT}/questions/{number}/").status_code == status
            assert client.get(f"/api/v1/employers/{ACCOUNT}/questions").status_code == status
        other = f"/employer/2000000013/questions/{number}/"
        assert stranger.get(other).status_code == 404

    def test_other_members_see_nothing_of_it(self, case, as_member):
        other = as_member(make_person(national_id(8), "อื่น"))
        assert other.get("/api/v1/me/contributions/searches").json() == []
        assert case.reference not in other.get("/me/contributions/2020-05/").content.decode()
        assert other.get(f"/office/month-searches/{case.reference}/found/").status_code in (302, 403, 404)

    @pytest.mark.parametrize(
        ("move", "may"),
        [
            ("none", True),
            ("take", True),
            ("ask", False),
            ("propose", False),
            ("reject", False),
            ("withdraw", False),
        ],
    )
    def test_what_may_be_noted_follows_the_state_of_the_case(self, case, move, may):
        worker = officer("mover")
        if move == "take":
            cases.take(case.reference, worker)
        elif move == "ask":
            cases.ask_applicant(case.reference, "มีสลิปไหม", date(2026, 12, 12), worker)
        elif move == "propose":
            month_searches.note_found(case.reference, [MAY], PAPERS, by=worker)
            cases.propose(case.reference, "approve", "พบ", worker)
        elif move == "reject":
            cases.propose(case.reference, "reject", "ไม่พบ", worker)
        elif move == "withdraw":
            cases.withdraw(case.reference, worker)
        if may:
            assert month_searches.note_found(case.reference, [MAY], PAPERS, by=worker)
        else:
            with pytest.raises(Refused):
                month_searches.note_found(case.reference, [MAY], PAPERS, by=worker)


def test_story_a_month_that_the_employer_forgot(person, as_member):
    """The member sees it missing, the office asks, the employer files and pays, the case is answered, rights count."""
    from contributions.models import Bill
    from contributions.public import submit_filing, upload_filing

    with time_machine.travel("2026-07-20 09:00+07:00", tick=True):
        enrol_everybody()
        member = _first_of_clean()
        june = Period(2026, 6)
        assert account(member.pk, june, june)[0].status == "missing"
        case = ask(member, june, june, employer_no=ACCOUNT)
        asked = employer_questions.ask_employer(
            case.reference,
            ACCOUNT,
            "ยื่นเดือนมิถุนายนหรือยัง",
            date(2026, 8, 3),
            by=officer("asker", office=case.office),
        )
        employer_questions.answer(asked.pk, ACCOUNT, "will_file", "ลืมยื่น", by=CLERK)
        draft = upload_filing(ACCOUNT, CLEAN, filename="june.txt", period=None, by=CLERK)
        submit_filing(draft.filing_id, seen_total=None, by=CLERK)
        assert account(member.pk, june, june)[0].status == "filed"
        pay(Bill.objects.get(), on=date(2026, 7, 20))
        # Nothing is to be put right: the account shows it, and one officer answers.
        done = cases.propose(
            case.reference, "approve", "นายจ้างยื่นและจ่ายแล้ว", officer("maker", office=case.office)
        )
        assert done.status is cases.Status.APPROVED
        assert MonthSearch.objects.get().state == "found"
        text = as_member(member).get("/me/contributions/2026-06/").content.decode()
        assert "นายจ้างยื่นและจ่ายแล้ว" in text
        assert not Difference.objects.exists()
        assert verify_ledger().holds


def _first_of_clean():
    from contributions.files.reader import open_filing
    from registration.models import Person
    from tests.contributions.filings import CONTEXT

    return Person.objects.get(national_id=next(iter(open_filing(CLEAN, CONTEXT).rows)).national_id)
