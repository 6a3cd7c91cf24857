"""Shapes of the API of contributions. They never write: the services do."""

from typing import Any

from rest_framework import serializers

from contributions.selectors.filings import FindingRow
from sso_core.messaging.public import as_dict


class Shape(serializers.Serializer):  # type: ignore[type-arg]
    """A shape that never writes."""


def baht(**more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=18, decimal_places=2, **more)


class FilingShape(Shape):
    id = serializers.IntegerField()
    reference = serializers.CharField()
    account_no = serializers.CharField()
    employer_name = serializers.CharField()
    period = serializers.CharField(help_text="YYYY-MM, C.E.")
    format = serializers.CharField()
    status = serializers.CharField()
    lines = serializers.IntegerField()
    wages = baht(allow_null=True)
    employee = baht(allow_null=True)
    employer = baht(allow_null=True)
    government = baht(allow_null=True)
    contribution = baht(allow_null=True)
    uploaded_by = serializers.CharField()
    uploaded_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)


class UploadedShape(FilingShape):
    is_new = serializers.BooleanField(help_text="false: this very file had come before")


class BranchTotalsShape(Shape):
    branch_no = serializers.CharField()
    people = serializers.IntegerField()
    wages = baht()
    employee = baht()
    employer = baht()
    government = baht()
    due_on = serializers.DateField()


class TotalsShape(Shape):
    people = serializers.IntegerField()
    wages = baht()
    employee = baht()
    employer = baht()
    government = baht()
    contribution = baht()
    surcharge = baht()
    total = baht()
    due_on = serializers.DateField(allow_null=True)
    as_of = serializers.DateField()
    branches = BranchTotalsShape(many=True)


class FindingShape(Shape):
    line = serializers.IntegerField()
    branch_no = serializers.CharField()
    field = serializers.CharField()
    code = serializers.CharField()
    severity = serializers.CharField()
    section = serializers.CharField()
    message_th = serializers.CharField()
    message_en = serializers.CharField()
    national_id = serializers.CharField()
    name = serializers.CharField()
    settled = serializers.CharField()

    def to_representation(self, instance: FindingRow) -> dict[str, Any]:
        return {
            **as_dict(instance.finding),
            "branch_no": instance.branch_no,
            "national_id": instance.national_id,
            "name": instance.name,
            "settled": instance.settled,
        }


class FindingsShape(Shape):
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    findings = FindingShape(many=True)


class UploadInput(Shape):
    file = serializers.FileField()
    period = serializers.RegexField(r"^\d{4}-\d{2}$", required=False, help_text="wage month YYYY-MM, C.E.")


class SubmitInput(Shape):
    seen_total = baht(help_text="the total that was shown; if it has changed, nothing is submitted")


class LineInput(Shape):
    national_id = serializers.CharField(max_length=30)
    title_code = serializers.CharField(max_length=10)
    first_name = serializers.CharField(max_length=100)
    last_name = serializers.CharField(max_length=100, allow_blank=True)
    wage = baht()


class EnrolInput(Shape):
    lines = serializers.ListField(child=serializers.RegexField(r"^\d{6}/\d{1,9}$"), help_text="branch/line")
    starts_on = serializers.DateField()


class EnrolledShape(Shape):
    enrolled = serializers.IntegerField()
    findings = serializers.ListField(child=serializers.DictField())


class BillShape(Shape):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    filing_id = serializers.IntegerField(allow_null=True)
    payer_name = serializers.CharField()
    ref1 = serializers.CharField()
    ref2 = serializers.CharField()
    period = serializers.CharField()
    contribution = baht()
    surcharge = baht()
    total = baht()
    due_on = serializers.DateField()
    worked_on = serializers.DateField()
    status = serializers.CharField()
    paid_on = serializers.DateField(allow_null=True)
    held = baht()
    receipt_number = serializers.CharField()
    receipt_document = serializers.CharField()


class BillToPayShape(BillShape):
    promptpay = serializers.CharField(help_text="text of the PromptPay QR (tag 30)")
    barcode = serializers.CharField(help_text="text of the bill-payment barcode")


class MonthShape(Shape):
    period = serializers.CharField()
    status = serializers.CharField()
    section = serializers.IntegerField(allow_null=True)
    employer_name = serializers.CharField()
    wage = baht(allow_null=True)
    base = baht(allow_null=True)
    employee = baht(allow_null=True)
    employer = baht(allow_null=True)
    paid_on = serializers.DateField(allow_null=True)


class AccountShape(Shape):
    months_paid = serializers.IntegerField()
    months_unknown = serializers.IntegerField()
    months = MonthShape(many=True)


class ConditionShape(Shape):
    """``met`` is null while a figure is not known."""

    code = serializers.CharField()
    met = serializers.BooleanField(allow_null=True)
    section = serializers.CharField()
    label_th = serializers.CharField()
    label_en = serializers.CharField()
    detail_th = serializers.CharField()
    detail_en = serializers.CharField()


class Section39Shape(Shape):
    held_since = serializers.DateField(allow_null=True)
    held_until = serializers.DateField(allow_null=True)
    may_apply = serializers.BooleanField()
    conditions = ConditionShape(many=True)
    bills = BillShape(many=True)


class Section40OptionShape(Shape):
    number = serializers.IntegerField()
    member = baht()
    government = baht()
    branches = serializers.ListField(child=serializers.CharField())


class Section40Shape(Shape):
    """The option held and the one that comes, or the conditions of entering."""

    option = serializers.IntegerField(allow_null=True)
    since = serializers.DateField(allow_null=True)
    coming_option = serializers.IntegerField(allow_null=True)
    coming_since = serializers.DateField(allow_null=True)
    may_apply = serializers.BooleanField()
    conditions = ConditionShape(many=True)
    options = Section40OptionShape(many=True)


class Section40Input(Shape):
    """``declares_not_excluded``: not of a group that s.4 leaves out."""

    option = serializers.ChoiceField((1, 2, 3))
    declares_not_excluded = serializers.BooleanField()


class OptionInput(Shape):
    option = serializers.ChoiceField((1, 2, 3))


class SuspenseShape(Shape):
    id = serializers.IntegerField(source="pk")
    reason = serializers.CharField()
    amount = baht()
    ref1 = serializers.CharField(source="money_in.ref1")
    ref2 = serializers.CharField(source="money_in.ref2")
    paid_at = serializers.DateTimeField(source="money_in.paid_at")
    opened_at = serializers.DateTimeField()


class ApplyInput(Shape):
    bill = serializers.IntegerField()
