"""Fields read what people write, and ask when it cannot be known."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.period import Period
from sso_core.ui import fields
from sso_core.ui.forms import (
    BahtField,
    DigitsField,
    FaceForm,
    NameField,
    NationalIdField,
    PeriodField,
    PhoneField,
    ThaiDateField,
    UploadField,
)


class Question(FaceForm):
    born = ThaiDateField(label="เกิดวันไหน")
    number = NationalIdField(label="เลขประจำตัว")
    way = forms.ChoiceField(label="รับเงินทาง", choices=[("a", "ก")], widget=forms.RadioSelect)


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        (("2", "11", "2569"), date(2026, 11, 2)),
        (("๒", "๑๑", "๒๕๖๙"), date(2026, 11, 2)),
        (("02", "พ.ย.", "2569"), date(2026, 11, 2)),
        (("2", "พฤศจิกายน", "2569"), date(2026, 11, 2)),
        (("29", "2", "2567"), date(2024, 2, 29)),
        (("1", "2", "2480"), date(1938, 2, 1)),  # before 1941 the year began in April
    ],
)
def test_a_date_in_three_answers(parts, day):
    assert ThaiDateField().clean(parts) == day


@pytest.mark.parametrize(
    ("parts", "words", "faulty"),
    [
        (("2", "11", "2026"), "พ.ศ. 2569", 2),
        (("", "11", "2569"), "กรอกวัน", 0),
        (("2", "", "2569"), "กรอกเดือน", 1),
        (("2", "11", ""), "กรอกปี", 2),
        (("31", "2", "2569"), "ไม่มีวันที่นี้", 0),
        (("2", "13", "2569"), "ไม่มีวันที่นี้", 1),
        (("2", "11", "69"), "ไม่มีวันที่นี้", 2),
        (("สอง", "11", "2569"), "ไม่มีวันที่นี้", 0),
    ],
)
def test_a_date_that_cannot_be_says_which_part(parts, words, faulty):
    field = ThaiDateField()
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(parts)
    assert words in str(refused.value.message)
    assert field.widget.faulty == faulty


def test_the_summary_leads_to_the_faulty_part_with_the_same_words():
    form = Question({"born_0": "2", "born_1": "11", "born_2": "2026", "number": "1100700123455", "way": "a"})
    assert fields.problems(form) == [
        {"text": "ปี 2026 ดูเหมือน ค.ศ. ถ้าหมายถึงปีนี้ ให้กรอก พ.ศ. 2569", "href": "#id_born_2"}
    ]
    html = str(form)
    assert html.count("ปี 2026 ดูเหมือน ค.ศ.") == 1
    assert 'id="id_born_2"' in html


def test_an_empty_form_names_each_question():
    texts = [problem["text"] for problem in fields.problems(Question({}))]
    assert texts == ["กรอก “เกิดวันไหน” ให้ครบวัน เดือน และปี พ.ศ.", "กรอกเลขประจำตัว 13 หลัก", "เลือก “รับเงินทาง”"]


def test_what_was_typed_is_kept():
    html = str(Question({"born_0": "๒", "number": "1-1007-00123-45-6"}))
    assert 'value="๒"' in html
    assert 'value="1-1007-00123-45-6"' in html


def test_the_message_stands_between_label_and_control():
    html = str(Question({"number": "12"})["number"].as_field_group())
    assert html.index("<label") < html.index("govuk-error-message") < html.index("<input")


@pytest.mark.parametrize("text", ["1100700123455", "1-1007-00123-45-5", "1 1007 00123 45 5", "๑๑๐๐๗๐๐๑๒๓๔๕๕"])
def test_an_id_in_any_form(text):
    assert NationalIdField().clean(text) == "1100700123455"


@pytest.mark.parametrize(
    ("text", "words"),
    [("110070012345", "ที่กรอกมี 12 หลัก"), ("1100700123456", "ตรวจกับบัตร"), ("11007OO123455", "ตัวอักษร")],
)
def test_a_wrong_id_says_why(text, words):
    with pytest.raises(forms.ValidationError, match=words):
        NationalIdField().clean(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("15000", "15000.00"), ("15,000.5", "15000.50"), ("๑๕๐๐", "1500.00"), ("500 บาท", "500.00")],
)
def test_money(text, amount):
    assert BahtField().clean(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["12.345", "-5", "สิบ", "NaN", "1e5000"])
def test_money_that_is_none(text):
    with pytest.raises(forms.ValidationError):
        BahtField().clean(text)


def test_money_has_limits_where_they_are_given():
    with pytest.raises(forms.ValidationError, match="ไม่น้อยกว่า 1,650"):
        BahtField(minimum=Decimal(1650)).clean("1000")
    with pytest.raises(forms.ValidationError, match="ไม่เกิน 17,500"):
        BahtField(maximum=Decimal(17500)).clean("20000")


@pytest.mark.parametrize(
    "text", ["0815550142", "08 1555 0142", "+66 81 555 0142", "081-555-0142", "๐๘๑๕๕๕๐๑๔๒"]
)
def test_phones(text):
    assert PhoneField().clean(text) == "0815550142"


def test_a_phone_that_is_none():
    with pytest.raises(forms.ValidationError):
        PhoneField().clean("12345")


def test_periods():
    assert PeriodField().clean(("6", "2569")) == Period(2026, 6)
    with pytest.raises(forms.ValidationError, match="2569"):
        PeriodField().clean(("6", "2026"))
    assert PeriodField(required=False).clean(("", "")) is None


def test_digits_of_a_fixed_length():
    assert DigitsField(length=10).clean("10-0000001-6") == "1000000016"
    with pytest.raises(forms.ValidationError, match="10 หลัก"):
        DigitsField(length=10).clean("123")


def test_names_are_tidied():
    assert NameField().clean("  สมชาย   ใจดี ") == "สมชาย ใจดี"


def test_uploads_by_name_and_size():
    field = UploadField(megabytes=1)
    assert field.clean(SimpleUploadedFile("ใบรับรอง.PDF", b"%PDF-1.7")).name == "ใบรับรอง.PDF"
    with pytest.raises(forms.ValidationError, match="รับเฉพาะไฟล์"):
        field.clean(SimpleUploadedFile("a.exe", b"MZ"))
    with pytest.raises(forms.ValidationError, match="ใหญ่เกิน 1 MB"):
        field.clean(SimpleUploadedFile("a.pdf", b"0" * (1024 * 1024 + 1)))
    with pytest.raises(forms.ValidationError, match="ว่างเปล่า"):
        field.clean(SimpleUploadedFile("a.pdf", b""))


def test_a_refusal_is_shown_at_its_field_or_above():
    form = Question({"born_0": "2", "born_1": "11", "born_2": "2569", "number": "1100700123455", "way": "a"})
    assert form.is_valid()
    form.add_refusal(Refused(Finding("sso.unknown", field="number"), Finding("sso.other")))
    assert form.errors["number"]
    assert form.non_field_errors()
