"""Forms of registration: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registration.models import DestinationKind, LeaveReason, Sex
from registration.services.enrol_files import LARGEST
from sso_core.accounts.public import Role
from sso_core.audit.public import Purpose
from sso_core.kernel import bank_account
from sso_core.kernel.places import provinces
from sso_core.ui.forms import (
    BahtField,
    FaceForm,
    NameField,
    NationalIdField,
    PhoneField,
    ThaiDateField,
    UploadField,
)

TITLES = [("003", "นาย"), ("004", "นางสาว"), ("005", "นาง")]
ROLLS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".txt": "text/plain",
    ".dat": "text/plain",
}


def _number(most: int) -> forms.TextInput:
    return forms.TextInput({"inputmode": "numeric", "class": f"govuk-input--width-{most}"})


class TaxIdForm(FaceForm):
    """Form 1-01, the first question: who is the employer."""

    tax_id = NationalIdField(
        label=_("เลขนิติบุคคล 13 หลัก"),
        help_text=_("เจ้าของกิจการที่ไม่ใช่นิติบุคคล ใส่เลขประจำตัวประชาชน"),
    )


class EmployerForm(FaceForm):
    """Form 1-01, the rest. The name is asked only while its register is silent."""

    name = NameField(label=_("ชื่อนายจ้าง"), max_length=200)
    address = NameField(label=_("ที่อยู่สำนักงานใหญ่"), max_length=300)
    province = forms.ChoiceField(
        label=_("จังหวัด"), choices=lambda: [("", _("เลือกจังหวัด")), *provinces().items()]
    )
    email = forms.EmailField(
        label=_("อีเมลของนายจ้าง"), error_messages={"invalid": _("อีเมลไม่ครบ เช่น hr@example.co.th")}
    )
    phone = PhoneField(label=_("โทรศัพท์ของนายจ้าง"))
    first_employee_on = ThaiDateField(label=_("มีลูกจ้างคนแรกเมื่อ"))
    employees = forms.IntegerField(
        label=_("ลูกจ้างทั้งหมดกี่คน"),
        min_value=1,
        max_value=1_000_000,
        widget=_number(5),
        error_messages={
            "invalid": _("ใส่จำนวนคนเป็นตัวเลข"),
            "min_value": _("ต้องมีลูกจ้างอย่างน้อย 1 คน"),
            "max_value": _("ตรวจจำนวนคนอีกครั้ง"),
        },
    )

    def __init__(self, *args: Any, knows_name: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if knows_name:
            del self.fields["name"]


EXCLUDED_GROUPS = [
    ("", _("ไม่อยู่ในกลุ่มที่กฎหมายยกเว้น")),
    ("public_servant", _("ข้าราชการหรือลูกจ้างประจำของรัฐ")),
    ("foreign_state", _("ลูกจ้างของรัฐบาลต่างประเทศหรือองค์การระหว่างประเทศ")),
    ("own_student", _("นักเรียน นักศึกษาพยาบาล หรือแพทย์ฝึกหัด ของสถานที่ที่เรียนหรือฝึก")),
]


class EnrolForm(FaceForm):
    """Form 1-03."""

    national_id = NationalIdField(label=_("เลขประจำตัวประชาชน"))
    title_code = forms.ChoiceField(label=_("คำนำหน้า"), choices=TITLES)
    first_name = NameField(label=_("ชื่อ"), max_length=100)
    last_name = NameField(label=_("นามสกุล"), max_length=100)
    branch_no = forms.ChoiceField(label=_("สาขา"))
    starts_on = ThaiDateField(label=_("วันเริ่มงาน"))
    wage = BahtField(label=_("ค่าจ้างต่อเดือน"), required=False)
    excluded = forms.ChoiceField(
        label=_("กลุ่มที่กฎหมายยกเว้น (มาตรา 4)"), choices=EXCLUDED_GROUPS, required=False
    )

    def __init__(self, *args: Any, branches: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch_no"].choices = [(b.branch_no, f"{b.branch_no} {b.name}") for b in branches]  # type: ignore[attr-defined]


class EnrolFileForm(FaceForm):
    file = UploadField(
        label=_("ไฟล์รายชื่อ"),
        kinds=ROLLS,
        megabytes=LARGEST // 1024 // 1024,
        help_text=_("แบบ Excel ของเรา หรือไฟล์ข้อความ 240 ตัวอักษร (สปส.1-03)"),
    )


class CorrectNameForm(FaceForm):
    """The name of a person whom the civil register does not know by it."""

    first_name = NameField(label=_("ชื่อ ตามบัตรประชาชน"), max_length=100)
    last_name = NameField(label=_("นามสกุล ตามบัตรประชาชน"), max_length=100)


class NewNameForm(FaceForm):
    """Form 6-10: the name as on the new card, and since when."""

    first_name = NameField(label=_("ชื่อใหม่ ตามบัตรประชาชน"), max_length=100)
    last_name = NameField(label=_("นามสกุลใหม่ ตามบัตรประชาชน"), max_length=100)
    changed_on = ThaiDateField(label=_("เปลี่ยนตั้งแต่"))


class LeaveForm(FaceForm):
    """Form 6-09."""

    last_day = ThaiDateField(label=_("ทำงานวันสุดท้าย"))
    reason = forms.ChoiceField(label=_("เหตุที่ออก"), widget=forms.RadioSelect, choices=LeaveReason.choices)


class GrantForm(FaceForm):
    username = forms.CharField(
        label=_("เลขประจำตัวหรือชื่อผู้ใช้ของคนที่จะทำแทน"), help_text=_("คนนั้นต้องสมัครเข้าใช้งานแล้ว")
    )
    role = forms.ChoiceField(
        label=_("ทำอะไรได้"),
        widget=forms.RadioSelect,
        choices=[
            (Role.employer_filer.value, _("ยื่นแบบ ขึ้นทะเบียน และชำระ")),
            (Role.employer_admin.value, _("ทุกอย่าง รวมทั้งให้สิทธิคนอื่น")),
        ],
    )
    until = ThaiDateField(label=_("ให้ถึงวันที่"), required=False, help_text=_("ไม่ใส่คือไม่มีกำหนด"))


class PayoutForm(FaceForm):
    marks_optional = False
    kind = forms.ChoiceField(
        label=_("รับเงินทางไหน"), widget=forms.RadioSelect, choices=DestinationKind.choices
    )
    bank_code = forms.ChoiceField(label=_("ธนาคาร"), required=False, help_text=_("เมื่อเลือกบัญชีธนาคาร"))
    account = forms.CharField(label=_("เลขบัญชี"), required=False, widget=_number(20), max_length=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(b.code, b.name_th) for b in bank_account.banks().values() if b.is_active and b.bic]
        self.fields["bank_code"].choices = [("", _("เลือกธนาคาร")), *sorted(names, key=lambda row: row[1])]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == DestinationKind.BANK:
            if not cleaned.get("bank_code"):
                self.add_error("bank_code", _("เลือกธนาคาร"))
            if not cleaned.get("account"):
                self.add_error("account", _("ใส่เลขบัญชี"))
        return cleaned


class ContactForm(FaceForm):
    phone = PhoneField(label=_("โทรศัพท์มือถือ"), required=False)
    email = forms.EmailField(
        label=_("อีเมล"), required=False, error_messages={"invalid": _("อีเมลไม่ครบ เช่น a@b.th")}
    )


class CodeForm(FaceForm):
    """The code that came by e-mail."""

    code = forms.CharField(label=_("รหัส 6 หลัก"), max_length=6, widget=_number(10))


class PurposeForm(FaceForm):
    purpose = forms.ChoiceField(
        label=_("เหตุผล"),
        widget=forms.RadioSelect,
        choices=Purpose.choices,
        error_messages={"required": _("เลือกเหตุผลหนึ่งข้อ")},
    )


class CorrectPersonForm(FaceForm):
    """What the office corrects of a person; names come from the civil register."""

    birth_date = ThaiDateField(label=_("วันเกิด"), required=False)
    sex = forms.ChoiceField(label=_("เพศ"), choices=Sex.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("เหตุผลและหลักฐาน"), max_length=500)


class CorrectEmploymentForm(FaceForm):
    """The days of an employment as they should stand."""

    starts_on = ThaiDateField(label=_("เริ่มงาน"))
    ends_on = ThaiDateField(label=_("วันสุดท้าย"), required=False)
    why_left = forms.ChoiceField(
        label=_("เหตุที่ออก"), required=False, choices=[("", _("ยังทำงานอยู่")), *LeaveReason.choices]
    )
    reason = forms.CharField(label=_("เหตุผลและหลักฐาน"), max_length=500)
