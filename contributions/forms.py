"""What pages of contributions ask: shape only; the services judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contributions.files.layout import TITLES
from contributions.rules.section40 import OPTIONS
from contributions.services.uploads import LARGEST
from sso_core.cases.offices import office_name
from sso_core.ui.forms import FaceForm, NameField, PeriodField, ThaiDateField, UploadField

KINDS = {
    ".txt": "text/plain",
    ".dat": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class UploadForm(FaceForm):
    period = PeriodField(label=_("งวดค่าจ้าง"), help_text=_("เดือนของค่าจ้าง ไม่ใช่เดือนที่จ่ายเงินสมทบ"))
    file = UploadField(
        label=_("ไฟล์ สปส.1-10"),
        kinds=KINDS,
        megabytes=LARGEST // (1024 * 1024),
        help_text=_("ไฟล์ข้อความ 135 ตัวอักษร หรือ Excel ตามแบบ (หนึ่งชีตต่อหนึ่งสาขา)"),
    )


class LineForm(FaceForm):
    """A line as the employer mends it. The contribution follows from the wage, so it is not asked."""

    national_id = forms.CharField(label=_("เลขประจำตัวประชาชน"), max_length=30)
    title_code = forms.ChoiceField(label=_("คำนำหน้าชื่อ"), choices=list(TITLES.items()))
    first_name = NameField(label=_("ชื่อ"), max_length=100)
    last_name = NameField(label=_("นามสกุล"), max_length=100, required=False)
    wage = forms.CharField(
        label=_("ค่าจ้างของเดือนนี้ (บาท)"),
        max_length=30,
        widget=forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-10"}),
    )


class EnrolLinesForm(FaceForm):
    """Who of a filing is to be enrolled, and from which day."""

    people = forms.MultipleChoiceField(label=_("ใครบ้าง"), widget=forms.CheckboxSelectMultiple)
    starts_on = ThaiDateField(label=_("วันที่เริ่มงาน"), help_text=_("วันแรกที่ทำงานกับคุณ ความคุ้มครองเริ่มวันนั้น"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class SubmitForm(FaceForm):
    seen_total = forms.DecimalField(max_digits=18, decimal_places=2, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label=_("ข้าพเจ้ายืนยันว่ารายการค่าจ้างนี้ตรงกับที่จ่ายจริง (มาตรา 47)"),
        error_messages={"required": _("ยืนยันก่อนยื่น")},
    )


class SuspenseForm(FaceForm):
    """To which bill held money goes."""

    bill = forms.ChoiceField(label=_("ใส่เข้าใบแจ้งชำระ"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, bills: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bill"].choices = [(str(number), label) for number, label in bills]  # type: ignore[attr-defined]


class Section40Form(FaceForm):
    option = forms.ChoiceField(label=_("เลือกทางเลือก"), widget=forms.RadioSelect)
    declare = forms.BooleanField(
        label=_("ฉันไม่ใช่ข้าราชการ ลูกจ้างประจำของรัฐ หรือผู้ที่มาตรา 4 ยกเว้น"),
        error_messages={"required": _("ทำเครื่องหมายรับรองก่อนสมัคร ถ้าเป็นผู้ที่ยกเว้น สมัครมาตรา 40 ไม่ได้")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self).choices = _options()


class Section40ChangeForm(FaceForm):
    option = forms.ChoiceField(label=_("เปลี่ยนเป็น"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, held: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self).choices = [(value, label) for value, label in _options() if value != str(held)]


def _choices(form: forms.Form) -> forms.ChoiceField:
    field = form.fields["option"]
    assert isinstance(field, forms.ChoiceField)
    return field


def _options() -> list[tuple[str, str]]:
    return [(str(n), gettext("ทางเลือก %(n)s") % {"n": n}) for n in OPTIONS]


class MonthFilterForm(FaceForm):
    """Which office's employers to list."""

    office = forms.ChoiceField(label=_("สำนักงาน"), required=False)

    def __init__(self, *args: Any, offices: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", gettext("ทุกสำนักงาน"))
        choices = [every, *((code, office_name(code)) for code in offices)]
        self.fields["office"].choices = choices  # type: ignore[attr-defined]
