"""Shapes of the API of cases."""

from typing import Any

from rest_framework import serializers

from sso_core.cases.selectors import timeline


class Shape(serializers.Serializer):  # type: ignore[type-arg]
    """A shape that never writes: the services do."""


class DecisionShape(Shape):
    outcome = serializers.CharField()
    reason = serializers.CharField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True)
    worked = serializers.JSONField(allow_null=True)
    automatic = serializers.BooleanField()
    decided_at = serializers.DateTimeField(allow_null=True)


class EventShape(Shape):
    verb = serializers.CharField()
    text = serializers.CharField()
    at = serializers.DateTimeField()


class CaseShape(Shape):
    """A case as its applicant sees it."""

    reference = serializers.CharField()
    type = serializers.CharField()
    type_label = serializers.CharField()
    public_status = serializers.CharField()
    public_status_label = serializers.CharField(source="public_status.label")
    subject_name = serializers.CharField()
    opened_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True)
    decision = DecisionShape(allow_null=True)


class QuestionShape(Shape):
    text = serializers.CharField()
    due_on = serializers.DateField()
    asked_at = serializers.DateTimeField()
    answer = serializers.CharField()
    documents = serializers.ListField(child=serializers.CharField())
    closed_at = serializers.DateTimeField(allow_null=True)


class CaseDetailShape(CaseShape):
    """With what happened, and the question that waits for an answer."""

    question = QuestionShape(allow_null=True)
    events = EventShape(many=True)


class AnswerInput(Shape):
    """An answer in words, in papers (ids of uploaded documents), or both."""

    text = serializers.CharField(allow_blank=True, default="", max_length=4000)
    documents = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=20)


class WithdrawInput(Shape):
    reason = serializers.CharField(allow_blank=True, default="", max_length=500)


class OfficeCaseShape(CaseShape):
    """A case as an officer sees it."""

    status = serializers.CharField()
    office = serializers.CharField()
    subject = serializers.CharField()
    subject_ident = serializers.CharField()
    assigned_name = serializers.CharField()
    alert = serializers.CharField()
    version = serializers.IntegerField()


class CheckShape(Shape):
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.CharField()
    detail = serializers.CharField()
    section = serializers.CharField()


class ProposalShape(DecisionShape):
    maker_name = serializers.CharField()
    made_at = serializers.DateTimeField()
    four_eyes = serializers.BooleanField()


class OfficeCaseDetailShape(OfficeCaseShape):
    """With everything there is to decide on."""

    facts = serializers.ListField(child=serializers.ListField(child=serializers.CharField(allow_blank=True)))
    checks = CheckShape(many=True)
    blocker = serializers.CharField()
    worked = serializers.JSONField(allow_null=True)
    expected = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True)
    four_eyes = serializers.BooleanField()
    proposal = ProposalShape(allow_null=True)
    question = QuestionShape(allow_null=True)
    events = EventShape(many=True)


class QueueRowShape(Shape):
    reference = serializers.CharField()
    subject_name = serializers.CharField()
    type_label = serializers.CharField()
    due = serializers.CharField(source="due.label")
    due_state = serializers.CharField(source="due.state")
    waited_days = serializers.IntegerField(source="waited")
    next_step = serializers.CharField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True)
    alert = serializers.CharField()
    assigned_name = serializers.CharField()
    version = serializers.IntegerField()


class VersionInput(Shape):
    """The version of the case that the officer saw."""

    version = serializers.IntegerField(min_value=1)


class ProposeInput(VersionInput):
    outcome = serializers.ChoiceField(choices=["approve", "reject"])
    reason = serializers.CharField(max_length=4000)


class AskInput(VersionInput):
    question = serializers.CharField(max_length=4000)
    due = serializers.DateField()


class ReasonInput(VersionInput):
    reason = serializers.CharField(max_length=2000)


class AssignInput(VersionInput):
    """``to`` is the number of an officer, null to put the case back in the queue."""

    to = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField(allow_blank=True, default="", max_length=200)


class NoteInput(Shape):
    text = serializers.CharField(max_length=2000)


def events_of(reference: str, *, public_only: bool) -> list[dict[str, Any]]:
    rows = timeline(reference, public_only=public_only)
    return [{"verb": row.verb, "text": row.text, "at": row.at} for row in rows]
