"""Form fields that read what people write: B.E. dates, ids with hyphens, sums with commas, Thai digits.

A field judges shape only. Whether an id exists or a date is allowed is asked of the services.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import pretty_name
from django.utils.dates import MONTHS
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from sso_core.kernel import thai_id, thai_text
from sso_core.kernel.digits import arabic, bare
from sso_core.kernel.finding import Refused
from sso_core.kernel.money import parse_baht
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import BE_OFFSET, LooksLikeCE, of_parts, to_be_year
from sso_core.ui import fields

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
MEGABYTE = 1024 * 1024


class FaceForm(forms.Form):
    """Base of every form: no browser validation, findings of a service shown where they belong."""

    use_required_attribute = False
    marks_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _missing(name, field)

    def add_refusal(self, refused: Refused) -> None:
        """Show why a service refused: at the field a finding names, else above the form."""
        for finding in refused.findings:
            place = finding.field if finding.field in self.fields else None
            self.add_error(place, fields.sentence(finding))


def _missing(name: str, field: forms.Field) -> Words:
    """What to say of an empty answer: names the question, since the summary lists several."""
    if hasattr(field, "missing"):
        return cast("Words", field.missing) % {"label": field.label or pretty_name(name)}
    words = next((text for of, text in MISSING if isinstance(field.widget, of)), _("กรอก “%(label)s”"))
    return words % {"label": field.label or pretty_name(name)}


MISSING: tuple[tuple[type[forms.Widget], Words], ...] = (
    (forms.CheckboxSelectMultiple, _("เลือกอย่างน้อยหนึ่งข้อใน “%(label)s”")),
    (forms.Select, _("เลือก “%(label)s”")),
    (forms.RadioSelect, _("เลือก “%(label)s”")),
    (forms.CheckboxInput, _("ทำเครื่องหมายที่ “%(label)s”")),
    (forms.FileInput, _("เลือกไฟล์ “%(label)s”")),
)


class PartsWidget(forms.MultiWidget):
    """Several small inputs under one legend; ``faulty`` is the index of the part an error is about."""

    use_fieldset = True
    faulty: int | None = None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        described = context["widget"]["attrs"]
        invalid = described.get("aria-invalid")
        for number, part in enumerate(context["widget"]["subwidgets"]):
            part["attrs"]["wrong"] = bool(invalid) and self.faulty in (None, number)
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_{self.faulty or 0}" if id_ else ""


class ThaiDateWidget(PartsWidget):
    """Day, month and year B.E. as three inputs, never a calendar."""

    template_name = "ui/widgets/date.html"
    faulty = 0

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        parts = ((_("วัน"), 2, "bday-day"), (_("เดือน"), 3, "bday-month"), (_("ปี พ.ศ."), 4, "bday-year"))
        super().__init__(
            [
                forms.TextInput({"label": label, "width": width, "autocomplete": auto if birthday else ""})
                for label, width, auto in parts
            ],
            attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return [None, None, None]
        return [value.day, value.month, to_be_year(value)] if value else [None, None, None]


class ThaiDateField(forms.Field):
    """A day from three answers, year in B.E.; a year that reads as C.E. is asked about, not guessed."""

    widget = ThaiDateWidget
    missing = _("กรอก “%(label)s” ให้ครบวัน เดือน และปี พ.ศ.")

    def __init__(self, *, birthday: bool = False, **kwargs: Any) -> None:
        if birthday and "widget" not in kwargs:
            kwargs["widget"] = ThaiDateWidget(birthday=True)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        parts = [arabic(str(part or "")).strip() for part in value or ("", "", "")]
        if not any(parts):
            if self.required:
                raise self._wrong(0, str(self.error_messages["required"]))
            return None
        for number, (part, words) in enumerate(zip(parts, (_("วัน"), _("เดือน"), _("ปี พ.ศ.")), strict=True)):
            if not part:
                raise self._wrong(number, _("กรอก%(part)sด้วย") % {"part": words})
        return self._day(parts)

    def _day(self, parts: Sequence[str]) -> date:
        day, month, year = parts
        try:
            found = of_parts(day, month, year)
        except LooksLikeCE:
            raise self._wrong(2, _ce_question(int(year))) from None
        except (ValueError, OverflowError):
            raise self._wrong(self._guess(parts), _("ไม่มีวันที่นี้ ตรวจวัน เดือน และปีอีกครั้ง เช่น 23 11 2569")) from None
        self.run_validators(found)
        return found

    @staticmethod
    def _guess(parts: Sequence[str]) -> int:
        """Which part is most likely wrong."""
        day, month, year = parts
        if not day.isdigit() or not 1 <= int(day) <= 31:
            return 0
        if month.isdigit() and not 1 <= int(month) <= 12:
            return 1
        return 2 if not year.isdigit() or len(year) != 4 else 0

    def _wrong(self, part: int, words: Words) -> ValidationError:
        self.widget.faulty = part
        return ValidationError(words)


def _ce_question(year: int) -> str:
    return _("ปี %(ce)s ดูเหมือน ค.ศ. ถ้าหมายถึงปีนี้ ให้กรอก พ.ศ. %(be)s") % {"ce": year, "be": year + BE_OFFSET}


class BahtField(forms.CharField):
    """A sum in baht: commas, spaces, Thai digits and a trailing บาท are fine."""

    suffix = _("บาท")
    missing = _("กรอกจำนวนเงิน เช่น 15000 หรือ 15,000.50")

    def __init__(
        self, *, minimum: Decimal | None = None, maximum: Decimal | None = None, **kwargs: Any
    ) -> None:
        self.minimum, self.maximum = minimum, maximum
        kwargs.setdefault(
            "widget", forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-10"})
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = parse_baht(text)
        except ValueError:
            raise ValidationError(_("กรอกจำนวนเงินเป็นตัวเลข ทศนิยมไม่เกินสองตำแหน่ง เช่น 15,000.50")) from None
        if self.minimum is not None and amount < self.minimum:
            raise ValidationError(_("ต้องไม่น้อยกว่า %(least)s บาท") % {"least": f"{self.minimum:,.2f}"})
        if self.maximum is not None and amount > self.maximum:
            raise ValidationError(_("ต้องไม่เกิน %(most)s บาท") % {"most": f"{self.maximum:,.2f}"})
        return amount


class NationalIdField(forms.CharField):
    """The 13 digits, with or without hyphens and spaces, Thai or Arabic; gives 13 plain digits."""

    missing = _("กรอกเลขประจำตัว 13 หลัก")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-20"})
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        text = str(value or "")
        return thai_id.format_id(text) if len(text) == thai_id.LENGTH and thai_id.is_valid(text) else value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            digits = bare(text)
        except ValueError:
            raise ValidationError(_("เลขประจำตัวมีแต่ตัวเลข 13 หลัก ตรวจตัวอักษรที่ปนอยู่")) from None
        if len(digits) != thai_id.LENGTH:
            raise ValidationError(_("เลขประจำตัวต้องมี 13 หลัก ที่กรอกมี %(count)s หลัก") % {"count": len(digits)})
        if not thai_id.is_valid(digits):
            raise ValidationError(_("เลขประจำตัวไม่ถูกต้อง ตรวจกับบัตรอีกครั้งทีละหลัก"))
        return digits


class DigitsField(forms.CharField):
    """A number of a fixed count of digits, such as an employer account (10)."""

    def __init__(self, *, length: int, **kwargs: Any) -> None:
        self.length = length
        self.missing = _("กรอกตัวเลข %(length)s หลัก") % {"length": length}
        kwargs.setdefault(
            "widget", forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-20"})
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            digits = bare(text)
        except ValueError:
            digits = ""
        if len(digits) != self.length:
            raise ValidationError(_("ต้องเป็นตัวเลข %(length)s หลัก") % {"length": self.length})
        return digits


class PhoneField(forms.CharField):
    """A Thai telephone number in any usual form; gives ``0815550142``."""

    missing = _("กรอกเบอร์โทรศัพท์ เช่น 08 1555 0142")

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}
        kwargs.setdefault("widget", forms.TextInput(attrs))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            digits = bare(text.replace("+", "").replace("(", "").replace(")", ""))
        except ValueError:
            digits = ""
        if digits.startswith("66") and len(digits) in (10, 11):
            digits = "0" + digits[2:]
        if not (digits.startswith("0") and len(digits) in (9, 10)):
            raise ValidationError(_("กรอกเบอร์โทรศัพท์ 9 หรือ 10 หลัก ขึ้นต้นด้วย 0"))
        return digits


class NameField(forms.CharField):
    """A name: spaces tidied, Thai characters put in their usual order."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return thai_text.normalise(text) if text else ""


class PeriodWidget(PartsWidget):
    """A month and a year B.E."""

    template_name = "ui/widgets/period.html"
    faulty = 0

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        months = [("", _("เลือกเดือน")), *((str(number), name) for number, name in MONTHS.items())]
        super().__init__(
            [
                forms.Select({"label": _("เดือน")}, choices=months),
                forms.TextInput({"label": _("ปี พ.ศ."), "width": 4}),
            ],
            attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str) and value:
            value = Period.parse(value)
        return [value.month, value.year + BE_OFFSET] if value else [None, None]


class PeriodField(forms.Field):
    """A wage month; gives a ``Period``."""

    widget = PeriodWidget
    missing = _("เลือกเดือน และกรอกปี พ.ศ.")

    def clean(self, value: Any) -> Period | None:
        month, year = (arabic(str(part or "")).strip() for part in value or ("", ""))
        if not month and not year and not self.required:
            return None
        if not month or not year:
            self.widget.faulty = 0 if not month else 1
            raise ValidationError(self.error_messages["required"])
        self.widget.faulty = 1
        if not year.isdigit() or len(year) != 4:
            raise ValidationError(_("กรอกปี พ.ศ. สี่หลัก เช่น 2569"))
        if int(year) < 2400:
            raise ValidationError(_ce_question(int(year)))
        return Period(int(year) - BE_OFFSET, int(month))


class UploadField(forms.FileField):
    """One file. Size and name are checked here; what is inside, the documents service checks."""

    kinds: Mapping[str, str] = {
        ".pdf": "application/pdf",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".png": "image/png",
    }

    def __init__(
        self,
        *,
        kinds: Mapping[str, str] | None = None,
        megabytes: int = 10,
        camera: bool = False,
        **kwargs: Any,
    ) -> None:
        self.kinds = kinds or self.kinds
        self.megabytes = megabytes
        attrs = {"accept": ",".join([*self.kinds, *sorted(set(self.kinds.values()))])}
        kwargs.setdefault(
            "widget", forms.FileInput({**attrs, **({"capture": "environment"} if camera else {})})
        )
        kwargs.setdefault("help_text", lazy(self._what_is_taken, str)())
        super().__init__(**kwargs)
        self.error_messages["empty"] = _("ไฟล์นี้ว่างเปล่า เลือกไฟล์ใหม่")

    def _what_is_taken(self) -> str:
        kinds = " ".join(sorted({ending[1:].upper() for ending in self.kinds} - {"JPEG"}))
        return _("%(kinds)s ไม่เกิน %(size)s MB") % {"kinds": kinds, "size": self.megabytes}

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[Any] | None:
        upload = super().clean(data, initial)
        if upload and isinstance(upload, UploadedFile):
            if not str(upload.name).lower().endswith(tuple(self.kinds)):
                raise ValidationError(
                    _("รับเฉพาะไฟล์ %(kinds)s") % {"kinds": ", ".join(k[1:].upper() for k in self.kinds)}
                )
            if (upload.size or 0) > self.megabytes * MEGABYTE:
                raise ValidationError(
                    _("ไฟล์ใหญ่เกิน %(size)s MB ถ่ายใหม่ให้เล็กลง หรือส่งเป็น PDF") % {"size": self.megabytes}
                )
        return upload  # type: ignore[no-any-return]
