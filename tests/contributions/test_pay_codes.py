"""What a payer scans or keys is what the bill says: QR, bar code and slip are read back, for each kind of bill."""

import io
import re
import subprocess
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from contributions.api.views import bill_body
from contributions.models import Bill, InstalmentPlan
from contributions.services import grouping, instalments, papers, voluntary
from contributions.services.billing import refresh_bill
from registration.models import Coverage, Employment
from sso_core.kernel.thai_calendar import format_date
from tests.contributions.collection import WORKER, detect, employer_of_june, the_case
from tests.contributions.factories import pay
from tests.contributions.test_differences import amend, file, staff
from tests.documents.reading_codes import read_code128, read_emv, read_qr
from tests.registration.factories import make_person as make_member

__all__ = ["staff"]
D = Decimal
BILL_PAYMENT = "A000000677010112"
REFERENCES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=20)
SATANG = st.integers(1, 999_999_999_999)


def own_month(section: int) -> Bill:
    person = make_member(birth_date=date(1990, 1, 1))
    option = 2 if section == 40 else None
    Coverage.objects.create(person=person, section=section, option=option, starts_on=date(2026, 7, 1))
    voluntary.bill_months(person.pk, section)
    return Bill.objects.get(kind=f"section{section}")


def one_part() -> Bill:
    with time_machine.travel(date(2026, 7, 10), tick=False):
        employer_of_june()
        Employment.objects.update(starts_on=date(2026, 6, 1), reported_on=date(2026, 6, 1))
    detect()
    instalments.agree(the_case().pk, 3, date(2026, 8, 24), by=WORKER)
    return InstalmentPlan.objects.get().parts.get(number=2).bill


@pytest.fixture(
    params=["filing", "late filing", "difference", "surcharge", "section39", "section40", "instalment"]
)
def bill(request, db):
    kind = request.param
    day = date(2026, 8, 14) if kind == "instalment" else date(2026, 7, 10)
    with time_machine.travel(day, tick=False):
        if kind.startswith("section"):
            yield own_month(int(kind[-2:]))
        elif kind == "instalment":
            yield one_part()
        else:
            yield from _of_employer(kind, request.getfixturevalue("staff"))


def _of_employer(kind, staff):
    file({1: 9_999, 2: 15_003})
    made = Bill.objects.get()
    day = date(2026, 7, 10) if kind in ("filing", "difference") else date(2026, 9, 3)
    if kind == "difference":
        pay(made)
        amend({1: 9_999, 2: 15_003, 3: 12_345})
        made = Bill.objects.get(kind="difference")
    with time_machine.travel(day, tick=False):
        if kind == "surcharge":
            pay(made, made.contribution, on=day)
            made = Bill.objects.get(kind="surcharge")
        yield refresh_bill(made.pk)


def slip_text(content: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True, timeout=60
    ).stdout.decode()


def test_the_qr_asks_for_what_the_bill_says(bill):
    fields = read_emv(read_qr(papers.pay_qr(bill)))
    assert (fields["00"], fields["01"], fields["53"], fields["58"]) == ("01", "12", "764", "TH")
    assert (fields["30-00"], fields["30-01"]) == (BILL_PAYMENT, settings.BILLER_ID)
    assert (fields["30-02"], fields["30-03"]) == (bill.ref1, bill.ref2)
    assert fields["54"] == f"{bill.total:.2f}"
    order = [tag for tag in fields if "-" not in tag]
    assert (order[0], order[-1]) == ("00", "63")
    assert read_emv(bill_body(bill)["promptpay"]) == fields


def test_the_bar_code_asks_for_the_same(bill):
    text = read_code128(papers.pay_barcode(bill))
    assert text == f"|{settings.BILLER_ID}\r{bill.ref1}\r{bill.ref2}\r{bill.total * 100:.0f}"
    assert bill_body(bill)["barcode"] == text
    assert len(text) <= 62  # what counters take: 16, 20, 20 and the sum, with three returns


def test_the_slip_says_it_in_words_that_can_be_searched(bill):
    content = papers.slip_pdf(bill)
    text = slip_text(content)
    plain = re.sub(r"[\s-]", "", text)
    for told in (settings.BILLER_ID, bill.ref1, bill.ref2):
        assert told in plain, told
    assert f"{bill.total:,.2f}" in text
    assert format_date(bill.due_on, style="long").replace(" ", "") in plain
    parts = [part for part in (bill.contribution, bill.surcharge) if part]
    for part in parts:
        assert f"{part:,.2f}" in text
    assert sum(parts) == bill.total
    assert len(PdfReader(io.BytesIO(content)).pages) == 1


def test_several_months_have_codes_of_their_own(db):
    with time_machine.travel(date(2026, 10, 1), tick=False):
        first = own_month(40)
        group = grouping.group_view(grouping.bill_together(first.person_id, 40, 3))
        fields = read_emv(read_qr(papers.pay_qr(group)))
        assert (fields["30-02"], fields["30-03"], fields["54"]) == (group.ref1, group.ref2, "300.00")
        assert read_code128(papers.pay_barcode(group)).split("\r")[1:] == [group.ref1, group.ref2, "30000"]
        text = slip_text(papers.group_slip_pdf(group))
        assert group.ref2 in re.sub(r"[\s-]", "", text)
        assert "300.00" in text


def test_a_bill_of_nothing_has_no_code(db):
    nothing = SimpleNamespace(ref1="1", ref2="2", total=D("0.00"))
    for draw in (papers.pay_qr, papers.pay_barcode):
        with pytest.raises(ValueError, match="amount"):
            draw(nothing)


@given(REFERENCES, REFERENCES, SATANG)
def test_whatever_is_asked_is_read_from_the_drawing(ref1, ref2, satang):
    asked = SimpleNamespace(ref1=ref1, ref2=ref2, total=D(satang) / 100)
    fields = read_emv(read_qr(papers.pay_qr(asked)))
    assert (fields["30-02"], fields["30-03"], D(fields["54"]) * 100) == (ref1, ref2, satang)
    assert read_code128(papers.pay_barcode(asked)) == f"|{settings.BILLER_ID}\r{ref1}\r{ref2}\r{satang}"
