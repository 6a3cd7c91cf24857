"""Forms of branches, facts, contractors and closing: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registration.forms import EnrolForm
from registration.forms.records import offer_places, place_field
from registration.models import LeaveReason
from sso_core.kernel.localities import Locality
from sso_core.kernel.places import provinces
from sso_core.ui.forms import FaceForm, NameField, NationalIdField, PhoneField, ThaiDateField

# A person of the closed business did not move, and nobody dies of it.
CLOSING_REASONS = [
    ("", _("ไม่มีลูกจ้างเหลือ")),
    *((reason.value, reason.label) for reason in LeaveReason if reason not in {"6", "7"}),
]


def _provinces() -> Any:
    return [("", _("เลือกจังหวัด")), *provinces().items()]


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


def _account() -> forms.TextInput:
    return forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-20"})


class PlaceForm(FaceForm):
    name = NameField(label=_("ชื่อสาขา"), max_length=200)
    address = NameField(label=_("ที่อยู่"), max_length=300)
    province = forms.ChoiceField(label=_("จังหวัด"), choices=_provinces)


HOUSE = _("บ้านเลขที่ หมู่ ซอย ถนน")


def placed(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What was chosen, as the services take it: subdistrict and postcode."""
    cleaned["subdistrict"], _dash, cleaned["postcode"] = cleaned.pop("place", "").partition("-")
    return cleaned


class FoundPlaceForm(FaceForm):
    """The place as one of the subdistricts that were found, and the house in it."""

    name = NameField(label=_("ชื่อสาขา"), max_length=200)
    address = NameField(label=HOUSE, max_length=200)
    place = place_field()

    def __init__(self, places: Sequence[Locality], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, places)

    def clean(self) -> dict[str, Any]:
        return placed(super().clean() or {})


class NewBranchForm(PlaceForm):
    opened_on = ThaiDateField(label=_("เปิดเมื่อ"))


class FoundNewBranchForm(FoundPlaceForm):
    opened_on = ThaiDateField(label=_("เปิดเมื่อ"))


class BranchForm(PlaceForm):
    on = ThaiDateField(label=_("เปลี่ยนตั้งแต่"))


class FoundBranchForm(FoundPlaceForm):
    on = ThaiDateField(label=_("เปลี่ยนตั้งแต่"))


class CloseBranchForm(FaceForm):
    last_day = ThaiDateField(label=_("วันสุดท้ายของสาขา"))
    to_branch = forms.ChoiceField(
        label=_("ย้ายลูกจ้างไปสาขา"), required=False, help_text=_("ความคุ้มครองต่อเนื่อง ไม่ต้องแจ้งเข้าใหม่")
    )
    reason = forms.ChoiceField(label=_("หรือลูกจ้างออกเพราะ"), required=False, choices=CLOSING_REASONS)

    def __init__(self, *args: Any, branches: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(b.branch_no, f"{b.branch_no} {b.name}") for b in branches]
        self.fields["to_branch"].choices = [("", _("ไม่ย้าย")), *rows]  # type: ignore[attr-defined]


class HandOverForm(FaceForm):
    to_account = forms.CharField(
        label=_("เลขที่บัญชีของผู้รับโอน"), max_length=20, widget=_account(), help_text=_("10 หลัก")
    )
    on = ThaiDateField(label=_("เป็นของผู้รับโอนตั้งแต่"))
    why = forms.CharField(label=_("เหตุผลที่โอน"), max_length=500, widget=_words())


class EmployerContactForm(FaceForm):
    email = forms.EmailField(
        label=_("อีเมลของนายจ้าง"), error_messages={"invalid": _("อีเมลไม่ครบ เช่น hr@example.co.th")}
    )
    phone = PhoneField(label=_("โทรศัพท์ของนายจ้าง"))


class FactsForm(FaceForm):
    """Form 6-15."""

    name = NameField(
        label=_("ชื่อนายจ้าง"), max_length=200, help_text=_("ตามทะเบียนของกรมพัฒนาธุรกิจการค้า หรือบัตรประชาชน")
    )
    address = NameField(label=_("ที่อยู่สำนักงานใหญ่"), max_length=300)
    province = forms.ChoiceField(label=_("จังหวัด"), choices=_provinces)
    directors = forms.CharField(
        label=_("ผู้มีอำนาจลงนาม"), required=False, widget=_words(), help_text=_("บรรทัดละหนึ่งคน")
    )
    changed_on = ThaiDateField(label=_("เปลี่ยนตั้งแต่"))

    def clean_directors(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.cleaned_data["directors"].splitlines())
        found = tuple(line for line in lines if line)
        if any(len(line) > 200 for line in found):
            raise forms.ValidationError(_("ชื่อยาวเกินไป เขียนบรรทัดละหนึ่งคน"))
        return found


class FoundFactsForm(FactsForm):
    """Form 6-15 with the place as one of the subdistricts that were found."""

    place = place_field()
    field_order = ("name", "place", "address")

    def __init__(self, places: Sequence[Locality], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["province"]
        self.fields["address"].label = HOUSE
        offer_places(self, places)

    def clean(self) -> dict[str, Any]:
        return placed(super().clean() or {})


class CloseBusinessForm(FaceForm):
    last_day = ThaiDateField(label=_("วันสุดท้ายของกิจการ"))
    reason = forms.ChoiceField(label=_("ลูกจ้างที่เหลือออกเพราะ"), required=False, choices=CLOSING_REASONS)


class ContractorForm(FaceForm):
    contractor = forms.CharField(
        label=_("เลขที่บัญชีของผู้รับเหมา"), max_length=20, widget=_account(), help_text=_("10 หลัก")
    )
    work = forms.CharField(label=_("งานที่รับเหมา"), max_length=200)
    since = ThaiDateField(label=_("ตั้งแต่"))


class EndContractorForm(FaceForm):
    last_day = ThaiDateField(label=_("วันสุดท้ายของงาน"))


class ReopenForm(FaceForm):
    reason = forms.CharField(label=_("เหตุผล"), max_length=500, widget=_words())


class InquiryForm(FaceForm):
    """What an officer found out about an employer who did not register (s.37)."""

    tax_id = NationalIdField(label=_("เลขนิติบุคคลหรือเลขประจำตัว"))
    name = NameField(label=_("ชื่อที่ใช้"), max_length=200)
    address = NameField(label=_("ที่อยู่"), max_length=300)
    province = forms.ChoiceField(label=_("จังหวัด"), choices=_provinces)
    obliged_since = ThaiDateField(label=_("มีลูกจ้างตั้งแต่"))
    evidence = forms.CharField(label=_("หลักฐาน"), max_length=2000, widget=_words())
    findings = forms.CharField(label=_("ข้อเท็จจริงที่พบ"), max_length=4000, widget=_words(5))
    email = forms.EmailField(
        label=_("อีเมล"), required=False, error_messages={"invalid": _("อีเมลไม่ครบ เช่น hr@example.co.th")}
    )
    phone = PhoneField(label=_("โทรศัพท์"), required=False)


class OfficeEnrolForm(EnrolForm):
    """Form 1-03 by an officer, with what it rests on."""

    found = forms.CharField(label=_("หลักฐานว่าทำงานที่นี่"), max_length=500, widget=_words())
