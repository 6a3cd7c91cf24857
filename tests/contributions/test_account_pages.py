"""The member's account on a page: years, a month opened, what is not known, the certificate for tax."""

import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from pypdf import PdfReader

from contributions.public import HistoryRow, load_history, note_gap
from contributions.services.account_paper import print_account
from contributions.services.certificates import certify_year, year_paid
from registration.models import Coverage
from sso_core import clock
from sso_core.documents.public import open_document
from sso_core.kernel import thai_id
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period, months
from tests.contributions.factories import ACCOUNT, make_employer, make_person
from tests.contributions.filings import national_id

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-27 09:00+07:00", tick=True):
        yield


@pytest.fixture
def person():
    return make_person(national_id(7))


@pytest.fixture
def member(person):
    return Actor(ActorKind.MEMBER, 5, person.full_name, person_id=person.pk)


def paid(person_id: int, since: Period, until: Period, *, section: int = 33, late: int = 0) -> None:
    """Lawful months at the highest wage; Section 39 is paid ``late`` months after the month."""
    load_history(
        HistoryRow(
            person_id, month, section,
            base=Decimal(4800) if section == 39 else Decimal(17500 if month.year >= 2026 else 15000),
            wage=None if section == 39 else Decimal(20000),
            employee=Decimal(432) if section == 39 else Decimal(875 if month.year >= 2026 else 750),
            employer=Decimal(0) if section == 39 else Decimal(875 if month.year >= 2026 else 750),
            government=Decimal(0), account_no="" if section == 39 else ACCOUNT, branch_no="000000",
            paid_on=(month + late).last,
        )
        for month in months(since, until)
    )  # fmt: skip


class TestPage:
    def test_it_asks_the_database_no_more_than_it_must(self, person, as_member, django_assert_num_queries):
        paid(person.pk, Period(2021, 1), Period(2026, 10))
        client = as_member(person)
        client.get("/me/contributions/")
        with django_assert_num_queries(14):
            client.get("/me/contributions/")

    def test_years_months_and_sums(self, person, as_member):
        make_employer()
        paid(person.pk, Period(2025, 1), Period(2026, 6))
        text = as_member(person).get("/me/contributions/").content.decode()
        for told in ("2568", "2569", "9,000.00", "5,250.00", "บริษัท ตัวอย่างการผลิต จำกัด", "17,500.00"):
            assert told in text
        assert "อย่างน้อย" not in text

    def test_a_year_with_months_not_loaded_says_at_least_and_what_to_do(self, person, as_member):
        paid(person.pk, Period(2025, 1), Period(2025, 6))
        note_gap(person.pk, Period(2025, 7), Period(2025, 12), reason="ยังไม่ย้าย")
        note_gap(person.pk, Period(2020, 1), Period(2020, 12), reason="ยังไม่ย้าย")
        client = as_member(person)
        text = client.get("/me/contributions/").content.decode()
        assert "อย่างน้อย" in text
        assert "1506" in text
        assert "2563" in text
        assert ">0.00<" not in text
        one = client.get("/me/contributions/?year=2563").content.decode()
        assert "2563" in one
        assert "มกราคม 2568" not in one

    def test_the_page_costs_the_same_for_one_year_and_for_twenty(
        self, person, as_member, django_assert_max_num_queries
    ):
        make_employer()
        paid(person.pk, Period(2006, 1), Period(2026, 10))
        client = as_member(person)
        client.get("/me/contributions/")
        with django_assert_max_num_queries(30):
            client.get("/me/contributions/")

    def test_a_month_opened_shows_its_steps(self, person, as_member):
        make_employer(province="90")
        paid(person.pk, Period(2025, 6), Period(2025, 6))
        text = as_member(person).get("/me/contributions/2025-06/").content.decode()
        for told in ("มิถุนายน", "20,000.00", "15,000.00", "750.00", "ยกมาจากระบบเดิม", "ดูวิธีคิด", "5%"):
            assert told in text

    @pytest.mark.parametrize(
        ("month", "words"),
        [("2020-05", "ยังไม่ได้ย้ายมาจากระบบเดิม"), ("2026-08", "ยังไม่ได้ยื่น"), ("1999-01", "ไม่ได้เป็นผู้ประกันตน")],
    )
    def test_a_month_without_a_row_says_why(self, person, as_member, month, words):
        Coverage.objects.create(person=person, section=33, starts_on=date(2026, 1, 1))
        note_gap(person.pk, Period(2020, 1), Period(2020, 12), reason="ยังไม่ย้าย")
        assert words in as_member(person).get(f"/me/contributions/{month}/").content.decode()

    @pytest.mark.parametrize("month", ["2569-01", "x", "2099-01", "1980-01"])
    def test_no_such_month(self, person, as_member, month):
        assert as_member(person).get(f"/me/contributions/{month}/").status_code == 404

    def test_the_account_as_a_spreadsheet(self, person, as_member):
        paid(person.pk, Period(2026, 1), Period(2026, 2))
        note_gap(person.pk, Period(2025, 12), Period(2025, 12), reason="ยังไม่ย้าย")
        rows = as_member(person).get("/me/contributions/account.csv").content.decode().splitlines()
        assert any(row.startswith("2026-01,จ่ายแล้ว,33,") and ",875.00," in row for row in rows)
        assert "2025-12,ยังไม่มีข้อมูล,,,,,,," in rows


class TestCertificate:
    @pytest.mark.parametrize(("year", "total"), [(2025, "9000.00"), (2026, "10500.00")])
    def test_a_whole_year_at_the_ceiling(self, person, year, total):
        """Twelve times the highest contribution: 750 in 2025, 875 from 2026."""
        paid(person.pk, Period(year - 1, 11), Period(year + 1, 2))
        assert year_paid(person.pk, year).total == Decimal(total)

    def test_what_one_pays_oneself_counts_in_the_year_of_payment(self, person):
        paid(person.pk, Period(2024, 11), Period(2025, 3), section=39, late=1)
        assert [str(m.period) for m in year_paid(person.pk, 2025).months] == [
            "2024-12",
            "2025-01",
            "2025-02",
            "2025-03",
        ]
        assert year_paid(person.pk, 2024).total == Decimal("432.00")

    def test_the_paper_has_its_words_and_is_the_same_paper_that_day(self, person, member):
        paid(person.pk, Period(2025, 1), Period(2025, 12))
        first, second = certify_year(person.pk, 2025, by=member), certify_year(person.pk, 2025, by=member)
        assert first.id == second.id
        assert first.verification_code
        content = open_document(first.id, member)[1]
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        for told in (
            "2568",
            "9,000.00",
            thai_id.format_id(person.national_id),
            "เก้าพันบาทถ้วน",
            first.reference,
        ):
            assert told in text

    def test_months_that_are_not_known_refuse_it(self, person, member):
        paid(person.pk, Period(2025, 1), Period(2025, 11))
        note_gap(person.pk, Period(2025, 12), Period(2026, 1), reason="ยังไม่ย้าย")
        with pytest.raises(Refused) as told:
            certify_year(person.pk, 2025, by=member)
        assert told.value.findings[0].code == "certificate.months_unknown"

    @pytest.mark.parametrize(("year", "code"), [(2024, "nothing_paid"), (1990, "no_year"), (2027, "no_year")])
    def test_no_paper_of_nothing(self, person, member, year, code):
        paid(person.pk, Period(2025, 1), Period(2025, 11))
        with pytest.raises(Refused) as told:
            certify_year(person.pk, year, by=member)
        assert told.value.findings[0].code == f"certificate.{code}"

    def test_by_page(self, person, as_member):
        paid(person.pk, Period(2025, 1), Period(2025, 12))
        client = as_member(person)
        answer = client.post("/me/contributions/certificate/", {"year": "2568"})
        assert answer.status_code == 302
        assert client.get(answer.url)["Content-Type"] == "application/pdf"
        assert client.post("/me/contributions/certificate/", {"year": "x"}).status_code == 404
        assert client.post("/me/contributions/certificate/", {"year": "2567"}).url == "/me/contributions/"

    def test_by_api(self, person, as_member):
        paid(person.pk, Period(2025, 1), Period(2025, 12))
        client = as_member(person)
        told = client.get("/api/v1/me/contributions/years/2025").json()
        assert (told["total"], len(told["months"]), told["unknown"]) == ("9000.00", 12, [])
        key = {"Idempotency-Key": "certificate-0123456789"}
        made = client.post("/api/v1/me/contributions/years/2025", headers=key)
        assert made.status_code == 201
        assert made.json()["number"].startswith(f"{(clock.today().year + 543) % 100}TX")
        month = client.get("/api/v1/me/contributions/2025-06").json()
        assert (month["sources"][0]["employee"], month["sources"][0]["is_by_law"]) == ("750.00", True)
        assert month["sources"][0]["worked"]["steps"]
        assert client.get("/api/v1/me/contributions/2569-06").status_code == 404


def words_of(made, by) -> str:
    content = open_document(made.id, by)[1]
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


class TestPaper:
    def test_every_state_of_a_month_is_told_and_nothing_unknown_is_0(self, person, member):
        make_employer()
        Coverage.objects.create(person=person, section=33, starts_on=date(2026, 1, 1))
        paid(person.pk, Period(2025, 1), Period(2025, 6))
        note_gap(person.pk, Period(2025, 7), Period(2025, 12), reason="ยังไม่ย้าย")
        made = print_account(person.pk, by=member)
        text = words_of(made, member)
        for told in (
            "2568", "2569", "4,500.00", "15,000.00", "750.00", "ยังไม่มีข้อมูล", "อย่างน้อย 6", "ไม่พบการยื่น",
            thai_id.format_id(person.national_id), made.reference, made.verification_code,
        ):  # fmt: skip
            assert told in text
        assert " 0.00" not in text

    def test_one_year_in_english(self, person, member):
        make_employer()
        paid(person.pk, Period(2024, 11), Period(2025, 2))
        text = words_of(print_account(person.pk, year=2025, language="en", by=member), member)
        assert "Contribution account 2025" in text
        assert "1,500.00" in text
        assert "2024" not in text
        assert "จ่ายแล้ว" not in text

    def test_the_same_state_of_a_day_is_the_same_paper_and_another_state_is_not(self, person, member):
        paid(person.pk, Period(2025, 1), Period(2025, 2))
        first, second = (print_account(person.pk, by=member) for _ in range(2))
        assert first.id == second.id
        paid(person.pk, Period(2025, 3), Period(2025, 3))
        assert print_account(person.pk, by=member).id != first.id

    @pytest.mark.parametrize(
        ("told", "code"), [({"year": 1995}, "nothing"), ({"language": "fr"}, "language")]
    )
    def test_no_paper_of_nothing(self, person, member, told, code):
        with pytest.raises(Refused) as refused:
            print_account(person.pk, **told, by=member)
        assert refused.value.findings[0].code == f"account.{code}"

    def test_by_page_and_api(self, person, as_member):
        paid(person.pk, Period(2025, 1), Period(2025, 2))
        client = as_member(person)
        answer = client.post("/me/contributions/paper/", {"year": "2568", "language": "en"})
        assert client.get(answer.url)["Content-Type"] == "application/pdf"
        assert client.post("/me/contributions/paper/", {"year": "x"}).status_code == 404
        assert client.post("/me/contributions/paper/", {"year": "2538"}).url == "/me/contributions/"
        key = {"Idempotency-Key": "paper-0123456789"}
        made = client.post(
            "/api/v1/me/contributions/paper", {"year": 2025}, headers=key, content_type="application/json"
        )
        assert made.status_code == 201
        assert made.json()["number"][2:4] == "CA"
