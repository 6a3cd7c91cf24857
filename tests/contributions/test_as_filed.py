"""A filing given back: the bytes as sent, the official layouts that read back the same, the sums of branches."""

import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from contributions.files.checks import clean_name
from contributions.files.reader import open_filing
from contributions.files.records import Row
from contributions.files.writing import BranchLines, text135, workbook
from contributions.models import Filing, FilingFile, FilingLine
from contributions.services import as_filed, corrections
from contributions.services.summaries import summary_of
from registration.models import Employment
from sso_core.audit.models import Access
from sso_core.kernel.period import Period
from tests.contributions.factories import ACCOUNT, CLEAN, CLERK, enrol_everybody, make_employer
from tests.contributions.filings import CONTEXT, NATIONAL, found, national_id, read
from tests.contributions.test_filing_path import upload
from tests.contributions.test_pages import BASE, text
from tests.contributions.test_typed import NAMES, opened, other_branch, staff, submitted, typed, whole

__all__ = ["staff"]
pytestmark = pytest.mark.django_db
EXCEL = replace(CONTEXT, account=ACCOUNT, period=Period(2026, 6))


def is_a_name(text: str) -> bool:
    return text == clean_name(text) and text[0] not in "ัิีุู้่์" and len(text) <= 30


NAMES_OF_ANY = st.text("กขคงจัิีุู้่์ ABCz", min_size=1, max_size=30).map(clean_name).filter(bool).filter(is_a_name)
WAGES = st.integers(1, 99_999_999)


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=True):
        yield


@pytest.fixture
def employer():
    make_employer()
    enrol_everybody()


def lines_of(filing: Filing) -> list[tuple]:
    rows = FilingLine.objects.filter(filing_id=filing.pk).order_by("branch_no", "line")
    names = ("branch_no", "national_id", "title_code", "first_name", "last_name", "wage", "employee")
    return list(rows.values_list(*names))


def read_again(content: bytes, context=EXCEL) -> list[tuple]:
    reading = open_filing(content, context)
    rows = list(reading.rows)
    assert [f for f in found(reading) if f[2] != "title_unknown"] == []
    return [
        (r.branch, r.national_id, r.title_code, r.first_name, r.last_name, Decimal(r.wage) / 100,
         Decimal(r.contribution) / 100)
        for r in rows
    ]  # fmt: skip


class TestAsSent:
    def test_the_bytes_and_their_hash(self, employer, clerk):
        filing = upload(CLEAN, "มิถุนายน 2569.txt")
        sent = clerk.get(f"{BASE}{filing.pk}/file/")
        assert sent.content == CLEAN
        assert sent["X-SHA256"] == hashlib.sha256(CLEAN).hexdigest()
        assert "attachment" in sent["Content-Disposition"]
        assert "%E0%B8%A1" in sent["Content-Disposition"]
        assert hashlib.sha256(CLEAN).hexdigest() in text(clerk.get(f"{BASE}{filing.pk}/"))
        corrections.remove_lines(filing.pk, [("000000", 2)], by=CLERK)
        submitted(filing)
        assert clerk.get(f"/api/v1/employers/{ACCOUNT}/filings/{filing.pk}/file").content == CLEAN

    def test_a_file_that_is_not_what_was_sent_is_not_given_out(self, employer):
        filing = upload()
        FilingFile.objects.update(content=b"other")
        with pytest.raises(ValueError, match="not what was sent"):
            as_filed.filed_file(filing.pk)

    def test_nobody_else_gets_it(self, employer, stranger, client):
        filing = upload()
        paths = ("file/", "lines.text135/", "lines.xlsx/", "summary/", "summary.pdf")
        for path in paths:
            assert stranger.get(f"{BASE}{filing.pk}/{path}").status_code == 404
            assert client.get(f"{BASE}{filing.pk}/{path}").status_code == 302
        assert stranger.get(f"/api/v1/employers/{ACCOUNT}/filings/{filing.pk}/file").status_code == 404

    def test_an_officer_says_why_and_it_is_noted(self, employer, treasurer, clerk):
        filing = upload()
        path = f"/office/filings/{filing.pk}/file/"
        assert treasurer.get(path).status_code == 404
        assert treasurer.get(path, {"purpose": "because"}).status_code == 404
        assert not Access.objects.exists()
        assert treasurer.get(path, {"purpose": "audit"}).content == CLEAN
        assert "ตรวจสอบภายใน" in Access.objects.get().purpose
        assert clerk.get(path, {"purpose": "audit"}).status_code == 404
        assert "SHA-256" in text(treasurer.get(f"/office/filings/{filing.pk}/"))

    def test_a_typed_filing_has_no_file_but_its_lines(self, staff, clerk):
        filing = submitted(whole())
        assert clerk.get(f"{BASE}{filing.pk}/file/").status_code == 404
        sent = clerk.get(f"{BASE}{filing.pk}/lines.text135/")
        assert read_again(sent.content, CONTEXT) == lines_of(filing)
        assert clerk.get(f"{BASE}{filing.pk}/lines.pdf/").status_code == 404


class TestRoundTrip:
    @pytest.mark.parametrize("form", ["text135", "xlsx"])
    def test_a_filed_month_reads_back_the_same(self, employer, form):
        filing = submitted(upload())
        content = as_filed.written(filing.pk, form)
        assert read_again(content, CONTEXT if form == "text135" else EXCEL) == lines_of(filing)

    @pytest.mark.parametrize("form", ["text135", "xlsx"])
    def test_a_draft_reads_back_as_it_stands(self, staff, form):
        filing = whole()
        rows = read_again(as_filed.written(filing.pk, form), CONTEXT if form == "text135" else EXCEL)
        assert [row[5] for row in rows][:2] == [Decimal(10000), Decimal(17500)]

    def test_several_branches(self, staff):
        Employment.objects.filter(person__first_name=NAMES[0]).update(branch=other_branch(province="10"))
        filing = submitted(whole())
        for form in ("text135", "xlsx"):
            content = as_filed.written(filing.pk, form)
            assert read_again(content, CONTEXT if form == "text135" else EXCEL) == lines_of(filing)

    def test_a_name_too_long_for_the_text_is_led_to_excel(self, staff, clerk):
        corrections_of = {"national_id": national_id(1), "title_code": "003", "first_name": "ก" * 40,
                          "last_name": "ใจดี", "wage": "9000"}  # fmt: skip
        filing = whole()
        corrections.edit_line(filing.pk, "000000", 1, corrections_of, by=CLERK)
        page = clerk.get(f"{BASE}{filing.pk}/lines.text135/", follow=True)
        assert "ดาวน์โหลดเป็น Excel แทน" in text(page)
        assert ("ก" * 40) in {row[3] for row in read_again(as_filed.written(filing.pk, "xlsx"))}

    @given(
        st.lists(
            st.tuples(st.sampled_from(["003", "004", "005", "001"]), NAMES_OF_ANY, WAGES),
            min_size=1,
            max_size=5,
        )
    )
    def test_any_lines_come_back(self, people):
        rows = [
            Row(n, "000000", national_id(n), title, name, "ใจดี", wage, NATIONAL.expected().employee(wage))
            for n, (title, name, wage) in enumerate(people, 1)
        ]
        part = BranchLines("000000", Decimal("0.05"), rows, sum(row.contribution for row in rows))
        made = text135([part], account=ACCOUNT, name="บริษัท ตัวอย่าง จำกัด", period=Period(2026, 6))
        told = [(*row[2:6], Decimal(row.wage) / 100, Decimal(row.contribution) / 100) for row in rows]
        assert [row[1:] for row in read_again(made, CONTEXT)] == told
        assert [row[1:] for row in read_again(workbook([part]))] == told


class TestSummary:
    def test_branches_filed_together_are_a_1_10_1(self, staff, clerk):
        Employment.objects.filter(person__first_name=NAMES[0]).update(branch=other_branch(province="10"))
        filing = whole()
        draft = summary_of(filing.pk)
        assert (draft.form, draft.submitted_at) == ("สปส.1-10/1", None)
        submitted(filing)
        told = summary_of(filing.pk)
        assert [(r.totals.branch_no, r.totals.people) for r in told.rows] == [("000000", 4), ("000001", 1)]
        assert (told.contribution, told.people) == (draft.contribution, 5) == (Decimal(5900), 5)
        page = text(clerk.get(f"{BASE}{filing.pk}/summary/"))
        assert "5,900.00" in page
        assert clerk.get(f"{BASE}{filing.pk}/summary.pdf").content.startswith(b"%PDF")
        body = clerk.get(f"/api/v1/employers/{ACCOUNT}/filings/{filing.pk}/summary").json()
        assert (body["contribution"], len(body["branches"])) == ("5900.00", 2)

    def test_one_branch_is_part_1(self, staff):
        told = summary_of(submitted(whole()).pk)
        assert (told.form, told.rows[0].rate) == ("สปส.1-10 ส่วนที่ 1", Decimal("0.05"))

    def test_a_sheet_without_wages_has_no_sums(self, staff, clerk):
        filing = opened()
        assert summary_of(filing.pk).rows == ()
        assert "ยังไม่มียอด" in text(clerk.get(f"{BASE}{filing.pk}/summary/"))


def test_two_branches_filed_by_two_people_do_not_meet(staff):
    Employment.objects.filter(person__first_name=NAMES[0]).update(branch=other_branch(province="10"))
    one = typed(opened(branch_no="000001"), _1="10000")
    rest = typed(opened(branch_no="000000"), _1="1", _2="2", _3="3", _4="4")
    assert {submitted(one).status, submitted(rest).status} == {"submitted"}
    assert read(as_filed.written(one.pk, "text135")).branch == "000001"
