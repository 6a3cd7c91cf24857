"""Forms of the officer's and the applicant's pages. They judge shape; the services judge the rest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sso_core.accounts.public import User
from sso_core.cases.flow import Status
from sso_core.cases.models import AssignmentRule
from sso_core.cases.registry import all_types
from sso_core.ui.forms import FaceForm, UploadField

ANSWER_DAYS = [(5, _("5 วันทำการ")), (10, _("10 วันทำการ")), (15, _("15 วันทำการ"))]


class DecisionForm(FaceForm):
    """Approve, ask or refuse, with the reason that the applicant sees."""

    outcome = forms.ChoiceField(label=_("คำสั่ง"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("เหตุผลหรือคำถาม (ผู้ขอจะเห็นข้อความนี้)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    answer_days = forms.TypedChoiceField(
        label=_("ถ้าขอข้อมูลเพิ่ม ให้เวลาตอบ"), choices=ANSWER_DAYS, coerce=int, initial=10, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    marks_optional = False

    def __init__(self, *args: Any, approve: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("approve", approve),
            ("ask", _("ขอข้อมูลเพิ่ม (หยุดนับเวลา)")),
            ("reject", _("ไม่อนุมัติ")),
        ]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(FaceForm):
    """A reason and the version seen."""

    reason = forms.CharField(
        label=_("ให้ผู้เสนอแก้อะไร"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    marks_optional = False


class NoteForm(FaceForm):
    text = forms.CharField(
        label=_("บันทึกภายใน (ผู้ขอไม่เห็น)"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class AssignForm(FaceForm):
    """To whom, and why."""

    to = forms.TypedChoiceField(label=_("มอบให้"), coerce=int, empty_value=None, required=False)
    reason = forms.CharField(label=_("เหตุผล"), max_length=200, required=False)
    marks_optional = False

    def __init__(self, *args: Any, officers: tuple[User, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(user.pk), user.display_name) for user in officers]
        self.fields["to"].choices = [("", _("คืนเข้าคิว")), *people]  # type: ignore[attr-defined]


class AnswerForm(FaceForm):
    """The applicant's answer to a question."""

    text = forms.CharField(
        label=_("คำตอบของคุณ"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False
    )
    file = UploadField(label=_("แนบเอกสาร"), required=False)
    marks_optional = False


class QueueFilter(FaceForm):
    """Filters of the queue; everything in the address, nothing sticks."""

    type = forms.ChoiceField(label=_("ประเภท"), required=False)
    due = forms.ChoiceField(
        label=_("กำหนด"),
        required=False,
        choices=[("", _("ทั้งหมด")), ("tomorrow", _("ภายในพรุ่งนี้")), ("week", _("ภายใน 5 วันทำการ"))],
    )
    step = forms.ChoiceField(label=_("ขั้นต่อไป"), required=False)
    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(kind.key, kind.label) for kind in all_types()]
        self.fields["type"].choices = [("", _("ทุกประเภท")), *types]  # type: ignore[attr-defined]
        self.fields["step"].choices = [  # type: ignore[attr-defined]
            ("", _("ทุกขั้น")),
            (Status.RECEIVED.value, _("รับงาน")),
            (Status.CHECKING.value, _("ตัดสิน")),
            (Status.WAITING.value, _("รอผู้ขอตอบ")),
            (Status.PROPOSED.value, _("ตรวจคนที่สอง")),
        ]

    def chips(self) -> list[tuple[str, str]]:
        """(field, words) of every filter in use."""
        chosen = self.cleaned_data if self.is_valid() else {}
        found = []
        for name, value in chosen.items():
            if value:
                labels = dict(self.fields[name].choices)  # type: ignore[attr-defined]
                found.append((name, str(labels[value])))
        return found


class RuleForm(FaceForm):
    """How new cases of a type are given out."""

    case_type = forms.ChoiceField(label=_("ประเภทงาน"))
    mode = forms.ChoiceField(label=_("แจกให้"), widget=forms.RadioSelect, choices=AssignmentRule.Mode.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(kind.key, kind.label) for kind in all_types()]
        self.fields["case_type"].choices = [("*", _("ประเภทอื่นทั้งหมด")), *types]  # type: ignore[attr-defined]
