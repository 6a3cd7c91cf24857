"""What pages of contributions ask: shape only; the services judge."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contributions.files.layout import TITLES
from contributions.models import ActKind, SuspenseItem
from contributions.rules.section40 import OPTIONS
from contributions.services.suspense import Wish, divided
from contributions.services.typed_lines import Wage
from contributions.services.uploads import LARGEST
from sso_core.cases.offices import office_name
from sso_core.kernel import bank_account
from sso_core.kernel.digits import arabic, bare
from sso_core.kernel.finding import Refused
from sso_core.ui import fields, formats
from sso_core.ui.forms import FaceForm, NameField, NationalIdField, PeriodField, ThaiDateField, UploadField

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


class BeginForm(FaceForm):
    """Which month is typed, for which branches, and what stands there to begin with."""

    period = PeriodField(label=_("งวดค่าจ้าง"), help_text=_("เดือนของค่าจ้าง ไม่ใช่เดือนที่จ่ายเงินสมทบ"))
    start = forms.ChoiceField(
        label=_("เริ่มจากอะไร"),
        choices=[
            ("register", _("รายชื่อลูกจ้างในทะเบียน กรอกค่าจ้างเอง")),
            ("last", _("รายการของเดือนก่อน แก้เฉพาะที่เปลี่ยน")),
        ],
        widget=forms.RadioSelect,
    )
    branch_no = forms.ChoiceField(label=_("สาขา"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(places) < 2:
            del self.fields["branch_no"]
        else:
            choices = [("", _("ทุกสาขา (สปส.1-10/1)")), *places]
            self.fields["branch_no"].choices = choices  # type: ignore[attr-defined]

    marks_optional = False


class WageField(forms.CharField):
    """A wage as it is written; the service reads it, so that page and API say the same of a wrong one."""

    suffix = _("บาท")

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-10"})
        super().__init__(max_length=30, required=False, widget=widget, **kwargs)


class SheetForm(FaceForm):
    """The wages of a page of people: an amount, or that there is none this month."""

    marks_optional = False

    def __init__(self, *args: Any, rows: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [row.line for row in rows]
        for row in rows:
            seen = "" if row.wage is None else f"{row.wage:f}"
            none = row.wage is not None and not row.wage
            self.fields[f"wage_{row.line}"] = WageField(
                label=_("ค่าจ้างของ %(name)s") % {"name": row.name},
                initial="" if none or row.wage is None else formats.baht(row.wage),
            )
            self.fields[f"none_{row.line}"] = forms.BooleanField(
                label=_("เดือนนี้ไม่มีค่าจ้าง"), required=False, initial=none
            )
            self.fields[f"seen_{row.line}"] = forms.CharField(
                max_length=30, required=False, initial=seen, widget=forms.HiddenInput
            )

    def wages(self) -> dict[int, Wage]:
        told = self.cleaned_data
        return {
            line: Wage(
                arabic(told[f"wage_{line}"]),
                none=told[f"none_{line}"],
                seen=_seen(told[f"seen_{line}"]),
                told_seen=True,
            )
            for line in self.lines
        }

    def add_refusal(self, refused: Refused) -> None:
        """Each finding at the wage of its line."""
        for finding in refused.findings:
            place = f"wage_{finding.line}"
            self.add_error(place if place in self.fields else None, fields.sentence(finding))


def _seen(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


class NewcomerForm(FaceForm):
    """A person more on the sheet. Names are asked for whom the register does not know."""

    marks_optional = False
    national_id = forms.CharField(
        label=_("เลขประจำตัวประชาชน"), max_length=30, widget=forms.TextInput({"inputmode": "numeric"})
    )
    title_code = forms.ChoiceField(label=_("คำนำหน้าชื่อ"), choices=list(TITLES.items()), initial="003")
    first_name = NameField(label=_("ชื่อ"), max_length=100, required=False)
    last_name = NameField(label=_("นามสกุล"), max_length=100, required=False)
    branch_no = forms.ChoiceField(label=_("สาขา"))
    wage = WageField(label=_("ค่าจ้างของเดือนนี้"), help_text=_("เว้นไว้กรอกภายหลังได้"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch_no"].choices = places  # type: ignore[attr-defined]
        if len(places) == 1:
            self.fields["branch_no"].widget = forms.HiddenInput()
            self.fields["branch_no"].initial = places[0][0]


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


class ConfirmChangeForm(FaceForm):
    """The difference that was shown, and that the wages are those that were paid."""

    seen = forms.DecimalField(max_digits=18, decimal_places=2, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label=_("ข้าพเจ้ายืนยันว่าค่าจ้างที่แก้ตรงกับที่จ่ายจริง (มาตรา 47)"),
        error_messages={"required": _("ยืนยันก่อนยื่น")},
    )


class WithdrawForm(FaceForm):
    reason = forms.CharField(
        label=_("ถอนเพราะอะไร"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("เช่น ยื่นผิดงวด หรือยื่นซ้ำกับบัญชีอื่น"),
    )  # fmt: skip


class RefundClaimForm(FaceForm):
    """To which account of the employer the money goes."""

    bank_code = forms.ChoiceField(label=_("ธนาคาร"))
    account = forms.CharField(
        label=_("เลขบัญชี"), max_length=30,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-20"}),
    )  # fmt: skip
    account_name = forms.CharField(label=_("ชื่อบัญชี"), max_length=200, help_text=_("บัญชีในชื่อนายจ้าง"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(b.code, b.name_th) for b in bank_account.banks().values() if b.is_active and b.bic]
        field = self.fields["bank_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("เลือกธนาคาร")), *sorted(names, key=lambda row: row[1])]


class SendBackForm(FaceForm):
    why = forms.CharField(label=_("ให้นายจ้างแก้อะไร"), max_length=300)


class MoveMonthsForm(FaceForm):
    """Months of one employer, or paid for oneself, that belong to somebody else."""

    account = forms.CharField(
        label=_("เลขที่บัญชีนายจ้าง"),
        max_length=13,
        required=False,
        help_text=_("เว้นว่างถ้าเป็นเดือนที่จ่ายเอง (มาตรา 39)"),
    )
    since = PeriodField(label=_("ตั้งแต่เดือน"))
    until = PeriodField(label=_("ถึงเดือน"))
    number = NationalIdField(label=_("เลขประจำตัวของเจ้าของที่ถูกต้อง"))
    reason = forms.CharField(
        label=_("เหตุผลและหลักฐาน"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class WishForm(FaceForm):
    """What an officer wants done with held money."""

    kind: ActKind
    reason = forms.CharField(label=_("เหตุผล"), max_length=300)

    def wish(self, item: SuspenseItem) -> Wish:
        told = dict(self.cleaned_data)
        return Wish(self.kind, self.params(told, item), told.get("reason", ""))

    def params(self, told: dict[str, Any], item: SuspenseItem) -> dict[str, Any]:
        return {}


class SuspenseForm(WishForm):
    """To which bills held money goes; with several, how much to each is worked out oldest due first."""

    kind = ActKind.APPLY
    bill = forms.MultipleChoiceField(label=_("ใส่เข้าใบแจ้งชำระ"), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label=_("หมายเหตุ"), max_length=300, required=False)

    def __init__(self, *args: Any, bills: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bill"].choices = [(str(number), label) for number, label in bills]  # type: ignore[attr-defined]

    def params(self, told: dict[str, Any], item: SuspenseItem) -> dict[str, Any]:
        return {"bills": divided(item, [int(number) for number in told["bill"]])}


class RefundWishForm(WishForm):
    kind = ActKind.REFUND
    name = forms.CharField(label=_("ชื่อบัญชีผู้รับเงินคืน"), max_length=200)
    way = forms.ChoiceField(
        label=_("คืนทาง"),
        choices=[("promptpay", _("พร้อมเพย์")), ("bank", _("บัญชีธนาคาร"))],
        widget=forms.RadioSelect,
    )
    bank_code = forms.CharField(label=_("รหัสธนาคาร 3 หลัก"), max_length=3, required=False)
    account = forms.CharField(label=_("เลขบัญชีหรือเลขพร้อมเพย์"), max_length=30)

    def params(self, told: dict[str, Any], item: SuspenseItem) -> dict[str, Any]:
        to = {name: told[name] for name in ("name", "bank_code", "account")}
        return {"to": {**to, "kind": told["way"]}}


class MoveWishForm(WishForm):
    kind = ActKind.MOVE
    account = forms.CharField(label=_("เลขที่บัญชีนายจ้าง 10 หลัก"), max_length=20)

    def params(self, told: dict[str, Any], item: SuspenseItem) -> dict[str, Any]:
        return {"account": bare(arabic(told["account"]))}


class KeepWishForm(WishForm):
    kind = ActKind.KEEP


class ExpireWishForm(WishForm):
    kind = ActKind.EXPIRE


class MonthsForm(FaceForm):
    """How many months to pay at once."""

    months = forms.ChoiceField(label=_("จ่ายกี่เดือน"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, months: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "months").choices = months


class SavingForm(FaceForm):
    """How much to save beside the contribution this month."""

    amount = forms.DecimalField(
        label=_("ออมเพิ่มเดือนนี้ (บาท)"),
        max_digits=8,
        decimal_places=2,
        error_messages={"required": _("ใส่จำนวนเงิน"), "invalid": _("ใส่จำนวนเงินเป็นตัวเลข")},
    )


class DebitForm(FaceForm):
    """The account from which the months are taken."""

    bank_code = forms.ChoiceField(label=_("ธนาคาร"))
    account = forms.CharField(label=_("เลขบัญชี"), max_length=30, help_text=_("บัญชีต้องเป็นชื่อของคุณ"))
    agree = forms.BooleanField(
        label=_("ยอมให้หักเงินสมทบจากบัญชีนี้ทุกเดือน จนกว่าจะเลิก"),
        error_messages={"required": _("ทำเครื่องหมายยอมให้หักก่อนส่ง")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [
            (bank.code, bank.name_th) for bank in bank_account.banks().values() if bank.is_active and bank.bic
        ]
        _choices(self, "bank_code").choices = [
            ("", gettext("เลือกธนาคาร")),
            *sorted(names, key=lambda row: row[1]),
        ]


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


def _choices(form: forms.Form, name: str = "option") -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field


def _options() -> list[tuple[str, str]]:
    return [(str(n), gettext("ทางเลือก %(n)s") % {"n": n}) for n in OPTIONS]


class HeldFilterForm(FaceForm):
    """Filters of the held money; both may be left out."""

    who = forms.ChoiceField(label=_("งานของใคร"), required=False)
    text = forms.CharField(label=_("เลขอ้างอิงหรือชื่อผู้ชำระ"), max_length=100, required=False)
    marks_optional = False

    def __init__(self, *args: Any, whose: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = whose  # type: ignore[attr-defined]


class PackForm(FaceForm):
    """Receipts of payments from one day to another."""

    since = ThaiDateField(label=_("ชำระตั้งแต่วันที่"))
    until = ThaiDateField(label=_("ถึงวันที่"))

    marks_optional = False


class MonthFilterForm(FaceForm):
    """Which office's employers to list."""

    office = forms.ChoiceField(label=_("สำนักงาน"), required=False)

    def __init__(self, *args: Any, offices: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", gettext("ทุกสำนักงาน"))
        choices = [every, *((code, office_name(code)) for code in offices)]
        self.fields["office"].choices = choices  # type: ignore[attr-defined]


class AcceptForm(FaceForm):
    reason = forms.CharField(
        label=_("เหตุผลที่รับทั้งที่ยอดไม่ตรง"), max_length=500, widget=forms.Textarea({"rows": 3})
    )
