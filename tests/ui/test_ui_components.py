"""What components say: unknown is never zero, every step has its section, every state its word."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from sso_core.kernel.period import Period
from sso_core.kernel.worked import Step, Worked
from sso_core.ui import formats, icons, shapes


def worked(**step):
    given = {"unit": "baht", **step}
    line = Step("a", "ค่าจ้างต่อวัน", "Daily wage", "57", given.pop("result", Decimal("560")), **given)
    return Worked("x", {"amount": Decimal("1560.5")}, (line,))


def draw(name, **context):
    """A component as a page would call it: ``<c-money :amount="amount" />``."""
    attributes = " ".join(f':{key}="{key}"' for key in context)
    source = CottonCompiler().process(f"<c-{name} {attributes} />")
    return " ".join(engines["django"].from_string(source).render(context).split())


def test_worked_shows_label_formula_section_and_total():
    html = draw("worked", worked=worked(formula="16,800 ÷ 30", unit="baht_per_day"))
    for words in ("ค่าจ้างต่อวัน", "16,800 ÷ 30", "มาตรา 57", "560.00", "บาท/วัน", "1,560.50 บาท"):
        assert words in html


def test_worked_reads_a_stored_decision():
    stored = worked().as_dict()
    assert shapes.worked(stored) == shapes.worked(worked())


def test_worked_in_english():
    with translation.override("en"):
        assert "Daily wage" in draw("worked", worked=worked())


@pytest.mark.parametrize(
    ("result", "unit", "shown"),
    [
        (Decimal("0.05"), "ratio", ("5%", "")),
        (Decimal("0.0275"), "ratio", ("2.75%", "")),
        (Decimal("1234.5"), "baht", ("1,234.50", "บาท")),
        (90, "days", ("90", "วัน")),
        (Decimal("180.00"), "months", ("180", "เดือน")),
        ("2026-11-02", "date", ("2\u00a0พ.ย.\u00a02569", "")),
        (True, "baht", ("ใช่", "")),
        ("ตารางที่ 2", "text", ("ตารางที่ 2", "")),
    ],
)
def test_figures(result, unit, shown):
    assert shapes.figure(result, unit) == shown


def test_a_figure_of_unsure_law_says_so():
    assert "ตัวเลขรอยืนยันกับประกาศ" in draw("worked", worked=worked(confidence="M"))


def test_no_calculation_is_not_zero():
    html = draw("worked", worked=None)
    assert "ยังไม่คิด" in html
    assert "0.00" not in html


@pytest.mark.parametrize("amount", [None, ""])
def test_unknown_money_is_not_zero(amount):
    assert "ยังไม่ทราบ" in draw("money", amount=amount)


def test_zero_is_zero():
    assert "0.00" in draw("money", amount=Decimal(0))


def months(*states):
    return [
        {"period": Period(2025, 12) + n, "status": state, "employee": Decimal(840)}
        for n, state in enumerate(states)
    ]


def test_strip_counts_each_state_and_never_shows_unknown_as_zero():
    shape = shapes.strip(months("paid", "paid", "filed", "missing", "not_loaded", "not_insured", "not_due"))
    assert [(entry["key"], entry["count"]) for entry in shape["legend"]] == [
        ("paid", 2), ("filed", 1), ("missing", 1), ("not_loaded", 1), ("not_due", 1), ("not_insured", 1),
    ]  # fmt: skip
    assert [knot["shown"] for knot in shape["knots"]] == [
        "840", "840", "ยื่นแล้ว", "ไม่พบ", "ยังไม่รู้", "–", "ยังไม่ถึง",
    ]  # fmt: skip


def test_strip_names_the_year_where_it_changes():
    assert [knot["year_shown"] for knot in shapes.strip(months("paid", "paid", "paid"))["knots"]] == [
        "2568",
        "2569",
        "",
    ]


def test_a_state_nobody_knows_counts_as_not_loaded():
    assert shapes.strip(months("odd"))["knots"][0]["status"] == "not_loaded"


def test_a_paid_month_without_an_amount_is_not_shown_as_zero():
    knot = shapes.strip([{"period": Period(2026, 1), "status": "paid", "employee": None}])["knots"][0]
    assert knot["shown"] == "จ่ายแล้ว"


@pytest.mark.parametrize(
    ("state", "word"), [("passed", "ผ่าน"), ("failed", "ไม่ผ่าน"), ("waived", "ยกเว้น"), ("unknown", "ยังไม่รู้")]
)
def test_checks_say_it_in_words(state, word):
    html = draw("checks", checks=[{"label": "ส่งครบ", "state": state, "section": "65"}])
    assert f'<span class="res">{word}</span>' in html
    assert "มาตรา 65" in html


def test_track_marks_the_step_of_today():
    html = draw("track", steps=[{"label": "รับแล้ว", "state": "done"}, {"label": "ตรวจ", "state": "now"}])
    assert html.count('aria-current="step"') == 1


def test_eyes_always_show_both_seats():
    html = draw("eyes", maker="ก", reason="ยอดเกิน 30,000 บาท")
    assert "คนที่สอง" in html
    assert "ยอดเกิน 30,000 บาท" in html


def test_summary_says_what_is_not_known_and_names_the_link():
    html = draw("summary", rows=[{"label": "โทรศัพท์", "value": None, "change_url": "/x/"}])
    assert "ยังไม่ทราบ" in html
    assert 'เปลี่ยน<span class="vh"> โทรศัพท์</span>' in html


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 2, "50.0"), (3, 2, "100.0"), (1, 0, "0"), (None, 5, "0")]
)
def test_the_meter_stays_within_its_frame(part, whole, shown):
    assert shapes.share(part, whole) == shown


def test_every_icon_draws():
    for name in icons.names():
        assert "<svg" in icons.icon(name)


def test_dates_and_numbers():
    assert formats.thai_date(date(2026, 11, 23)) == "23\u00a0พ.ย.\u00a02569"
    assert formats.thai_date(None) == ""
    assert formats.thai_datetime(datetime(2026, 11, 23, 2, 42, tzinfo=UTC)).endswith("09:42\u00a0น.")
    assert formats.period("2026-06") == "มิ.ย.\u00a02569"
    assert formats.baht("1234.5") == "1,234.50"
    assert formats.baht(None) == "ยังไม่ทราบ"
    assert formats.national_id("1100700123455") == "1\u00a01007\u00a000123\u00a045\u00a05"
    assert formats.account_no("1000000016") == "10-0000001-6"
    with translation.override("en"):
        assert formats.thai_date(date(2026, 11, 23)) == "23\u00a0Nov\u00a02026"


def page_with(source, path="/?page=2", **context):
    """Part of a page, as it is written in a template."""
    compiled = CottonCompiler().process(source)
    request = RequestFactory().get(path)
    return engines["django"].from_string(compiled).render(context, request)


def test_a_list_has_its_caption_its_rows_and_its_pages_or_says_that_it_is_empty():
    source = """<c-list :page="page" label="รายการ" empty="ไม่มีรายการ" href="/new/" button="เพิ่ม">
    <tbody>{% for one in page %}<tr><td>แถว {{ one }}</td></tr>{% endfor %}</tbody></c-list>"""
    html = page_with(source, "/?stage=warned&page=2", page=Paginator(range(5), 2).get_page(2))
    assert '<caption class="vh">รายการ</caption>' in html
    assert [n for n in range(5) if f"แถว {n}<" in html] == [2, 3]
    assert html.count("stage=warned&amp;page=1") == html.count("stage=warned&amp;page=3") == 1
    assert "ไม่มีรายการ" not in html
    empty = page_with(source, page=Paginator([], 2).get_page(1))
    assert "ไม่มีรายการ" in empty
    assert 'href="/new/"' in empty
    assert "<table" not in empty


def test_a_filter_and_a_search_keep_what_else_the_address_says_and_escape_what_was_typed():
    kept = '<input type="hidden" name="view" value="mine">'
    html = page_with(f'<c-search label="ชื่อ" value="{{{{ q }}}}">{kept}</c-search>', q='"><script>')
    assert kept in html
    assert "<script>" not in html
    html = page_with(f'<c-filter label="กรองงาน" title="เลือกเดือน" button="แสดง">{kept}</c-filter>')
    assert kept in html
    for words in ('aria-label="กรองงาน"', "เลือกเดือน", "แสดง"):
        assert words in html
