"""Shapes of the benefits API. Nothing here writes."""

from decimal import Decimal

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers


class SicknessInput(serializers.Serializer):  # type: ignore[type-arg]
    """What is told of a sickness; dates are C.E., days are counted from the first."""

    first_day = serializers.DateField()
    days = serializers.IntegerField(min_value=1, max_value=365)
    paid_days = serializers.IntegerField(min_value=0, max_value=365, default=0)
    hospital = serializers.CharField(max_length=200)
    certificates = serializers.ListField(child=serializers.UUIDField(), max_length=10, default=list)


@extend_schema_serializer(component_name="EntitlementCheck")
class CheckShape(serializers.Serializer):  # type: ignore[type-arg]
    label = serializers.CharField()
    state = serializers.CharField()
    detail = serializers.CharField()
    section = serializers.CharField()


class PositionShape(serializers.Serializer):  # type: ignore[type-arg]
    """Where a person stands: the conditions, and the amount by steps. ``amount`` null is not known yet."""

    checks = CheckShape(many=True)
    amount = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True)
    worked = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_worked(self, position: object) -> dict[str, object] | None:
        worked = getattr(position, "worked", None)
        return worked.as_dict() if worked else None


class ClaimShape(serializers.Serializer):  # type: ignore[type-arg]
    reference = serializers.CharField()
    kind = serializers.CharField()
    event_on = serializers.DateField()
    facts = serializers.JSONField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True)
    worked = serializers.JSONField(allow_null=True)
    pay_state = serializers.CharField()
    pay_note = serializers.CharField()


class AwardShape(serializers.Serializer):  # type: ignore[type-arg]
    claim_reference = serializers.CharField()
    kind = serializers.CharField()
    status = serializers.CharField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    starts_on = serializers.DateField()


class RightShape(serializers.Serializer):  # type: ignore[type-arg]
    kind = serializers.CharField()
    label = serializers.CharField()
    state = serializers.ChoiceField(choices=["met", "not_met", "unknown"])
    detail = serializers.CharField()


class ReturnsInput(serializers.Serializer):  # type: ignore[type-arg]
    returns = serializers.DecimalField(max_digits=18, decimal_places=2, min_value=Decimal(0))


class PensionRunInput(serializers.Serializer):  # type: ignore[type-arg]
    period = serializers.RegexField(r"^\d{4}-\d{2}$")


class RunShape(serializers.Serializer):  # type: ignore[type-arg]
    run_id = serializers.IntegerField()
    reference = serializers.CharField()
    chunks = serializers.IntegerField()
