"""What finance officers fill in: shape only, the services judge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.labels import FUND_LABELS
from finance.models.payments import ORDER_STATES
from finance.rules import book
from finance.selectors import ledger
from sso_core.ui.forms import FaceForm, PeriodField, ThaiDateField, UploadField

ANY = [("", _("ทั้งหมด"))]


class OrderFilter(FaceForm):
    marks_optional = False
    text = forms.CharField(label=_("เลขที่ ชื่อผู้รับ หรือเลขประจำตัว"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("สถานะ"), required=False, choices=[*ANY, *ORDER_STATES])
    fund = forms.ChoiceField(
        label=_("กองทุน"),
        required=False,
        choices=[*ANY, *((f.value, label) for f, label in FUND_LABELS.items())],
    )


class EntryFilter(FaceForm):
    marks_optional = False
    text = forms.CharField(label=_("เหตุการณ์ เลขอ้างอิง หรือผู้เกี่ยวข้อง"), required=False, max_length=120)
    account = forms.ChoiceField(label=_("บัญชี"), required=False, choices=[])
    fund = forms.ChoiceField(
        label=_("กองทุน"),
        required=False,
        choices=[*ANY, *((f.value, label) for f, label in FUND_LABELS.items())],
    )
    since = ThaiDateField(label=_("ตั้งแต่วันที่"), required=False)
    until = ThaiDateField(label=_("ถึงวันที่"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        accounts = [(code, f"{code} {ledger.account_label(code)}") for code in book.current().chart]
        self.fields["account"].choices = [*ANY, *accounts]  # type: ignore[attr-defined]


class BatchForm(FaceForm):
    value_date = ThaiDateField(label=_("วันที่เงินเข้า"), help_text=_("รวมคำสั่งจ่ายที่อนุมัติแล้วและถึงกำหนดภายในวันนี้"))


class BankFileForm(FaceForm):
    file = UploadField(
        label=_("ไฟล์แจ้งรับชำระหรือคำตอบของธนาคาร"),
        kinds={
            ".txt": "text/plain",
            ".dat": "text/plain",
            ".csv": "text/csv",
            ".xml": "application/xml",
        },
        megabytes=50,
        help_text=_("ไฟล์ตามแบบที่รู้จัก ระบบดูแบบจากบรรทัดแรก ไฟล์เดิมส่งซ้ำไม่นับซ้ำ"),
    )


class ReceiptFilter(FaceForm):
    marks_optional = False
    text = forms.CharField(label=_("เลขอ้างอิง เลขรายการธนาคาร หรือผู้ชำระ"), required=False, max_length=80)
    show = forms.ChoiceField(
        label=_("แสดง"),
        required=False,
        choices=[("", _("ทั้งหมด")), ("noted", _("รออีกคนตรวจ")), ("reversed", _("ธนาคารเรียกคืนแล้ว"))],
    )


class ReversalNoteForm(FaceForm):
    """What a paper of the bank says of a payment that it takes back."""

    txn_id = forms.CharField(
        label=_("เลขที่เอกสารของธนาคาร"), max_length=40, help_text=_("เลขเช็คคืนหรือเลขหนังสือ เลขเดิมใช้ซ้ำไม่ได้")
    )
    on = ThaiDateField(label=_("วันที่ธนาคารเรียกคืน"))
    reason = forms.CharField(label=_("เหตุผลตามเอกสาร"), max_length=200, help_text=_("เช่น เช็คคืน เงินในบัญชีไม่พอ"))
    paper = UploadField(label=_("เช็คคืนหรือหนังสือของธนาคาร"))


class ReasonForm(FaceForm):
    reason = forms.CharField(label=_("เหตุผล"), max_length=250)


class NoteForm(FaceForm):
    note = forms.CharField(label=_("จัดการอย่างไร"), max_length=300)


class DayForm(FaceForm):
    marks_optional = False
    on = ThaiDateField(label=_("ณ วันที่"), required=False)


class MonthForm(FaceForm):
    marks_optional = False
    period = PeriodField(label=_("เดือน"), required=False)
