"""Shapes of the API of finance. They never write: the services do."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers


class Shape(serializers.Serializer):  # type: ignore[type-arg]
    """A shape that never writes."""


def baht() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=18, decimal_places=2)


class DestinationShape(Shape):
    kind = serializers.CharField()
    bank_code = serializers.CharField()
    account = serializers.CharField()
    name = serializers.CharField()


class OrderShape(Shape):
    reference = serializers.CharField()
    source_key = serializers.CharField()
    subject = serializers.CharField()
    payee_name = serializers.CharField()
    fund = serializers.CharField()
    benefit = serializers.CharField()
    amount = baht()
    destination = DestinationShape()
    due_on = serializers.DateField()
    memo = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    ordered_by = serializers.CharField()
    approved_by = serializers.CharField()
    batch = serializers.CharField()
    reason_code = serializers.CharField()
    reason = serializers.CharField()
    settled_on = serializers.DateField(allow_null=True)
    returned_on = serializers.DateField(allow_null=True)
    reissue_of = serializers.CharField()
    reissued_as = serializers.CharField()


class ReceiptQuery(Shape):
    text = serializers.CharField(required=False, allow_blank=True, max_length=80)
    show = serializers.ChoiceField(choices=["noted", "reversed"], required=False)


class ReversalNoteShape(Shape):
    """What a paper of the bank says; ``state`` is proposed until another officer did or declined it."""

    id = serializers.IntegerField()
    receipt = serializers.IntegerField(source="receipt_id")
    txn_id = serializers.CharField()
    on = serializers.DateField()
    reason = serializers.CharField()
    paper = serializers.CharField(help_text="id of the document")
    state = serializers.CharField()
    made_by = serializers.CharField()
    checked_by = serializers.CharField()
    answer = serializers.CharField()


class BankReceiptShape(Shape):
    id = serializers.IntegerField()
    bank_code = serializers.CharField()
    txn_id = serializers.CharField()
    ref1 = serializers.CharField()
    ref2 = serializers.CharField()
    channel = serializers.CharField()
    payer = serializers.CharField()
    amount = baht()
    paid_at = serializers.DateTimeField()
    reversed_on = serializers.DateField(source="reversal.on", default=None, allow_null=True)


class BankReceiptDetailShape(BankReceiptShape):
    notes = ReversalNoteShape(many=True, source="notes.all")


class ReversalNoteInput(Shape):
    txn_id = serializers.CharField(max_length=40, help_text="number that the bank gave the paper")
    on = serializers.DateField()
    reason = serializers.CharField(max_length=200)
    paper = serializers.FileField(help_text="PDF, JPEG or PNG")


class NoteCheckInput(Shape):
    decline = serializers.BooleanField(default=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class BatchShape(Shape):
    reference = serializers.CharField()
    value_date = serializers.DateField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    count = serializers.IntegerField()
    total = baht()
    made_by = serializers.CharField()
    released_by = serializers.CharField()
    released_at = serializers.DateTimeField(allow_null=True)
    file_name = serializers.CharField()
    file_sent_at = serializers.DateTimeField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField())


class BatchInput(Shape):
    value_date = serializers.DateField()


@extend_schema_serializer(component_name="FinanceReasonInput")
class ReasonInput(Shape):
    reason = serializers.CharField(max_length=250)


@extend_schema_serializer(component_name="BankFileFinding")
class FindingShape(Shape):
    line = serializers.IntegerField()
    field = serializers.CharField()
    code = serializers.CharField()
    severity = serializers.CharField()
    text = serializers.CharField()


class FileShape(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.CharField()
    direction = serializers.CharField()
    state = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    at = serializers.DateTimeField()
    summary = serializers.JSONField()


class FileDetailShape(FileShape):
    findings = FindingShape(many=True)


class FileInput(Shape):
    file = serializers.FileField()


class LineShape(Shape):
    number = serializers.IntegerField()
    account = serializers.CharField()
    account_label = serializers.CharField()
    fund = serializers.CharField()
    debit = baht()
    credit = baht()


class EntryShape(Shape):
    id = serializers.IntegerField()
    event_key = serializers.CharField()
    rule = serializers.CharField()
    rule_label = serializers.CharField()
    on = serializers.DateField()
    ref = serializers.CharField()
    subject = serializers.CharField()
    memo = serializers.CharField()
    lines = LineShape(many=True)
    reverses = serializers.CharField()
    reversed_by = serializers.CharField()
    sealed = serializers.IntegerField(allow_null=True)
    seal = serializers.CharField()


class TrialShape(Shape):
    fund = serializers.CharField()
    account = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of the name of an option
    debit = baht()
    credit = baht()


class EntryQuery(Shape):
    text = serializers.CharField(required=False, max_length=120)
    account = serializers.CharField(required=False, max_length=4)
    fund = serializers.CharField(required=False, max_length=20)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


class OrderQuery(Shape):
    text = serializers.CharField(required=False, max_length=80)
    state = serializers.CharField(required=False, max_length=10)
    fund = serializers.CharField(required=False, max_length=20)


class DayQuery(Shape):
    on = serializers.DateField(required=False)
