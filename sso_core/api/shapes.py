"""Shapes of the API about oneself. Nothing here writes."""

from rest_framework import serializers


class MeShape(serializers.Serializer):  # type: ignore[type-arg]
    """``assurance`` is 1 with a password, 2 with a second factor or ThaID; ``*`` means every office."""

    username = serializers.CharField()
    kind = serializers.CharField()
    display_name = serializers.CharField()
    language = serializers.CharField()
    identity_level = serializers.CharField()
    assurance = serializers.IntegerField()
    offices = serializers.ListField(child=serializers.CharField())
    employers = serializers.ListField(child=serializers.CharField())


class SecurityShape(serializers.Serializer):  # type: ignore[type-arg]
    """``fresh``: a second factor was shown within the last 15 minutes."""

    assurance = serializers.IntegerField()
    fresh = serializers.BooleanField()
    factors = serializers.ListField(child=serializers.CharField())
    sessions = serializers.IntegerField()


class AccessShape(serializers.Serializer):  # type: ignore[type-arg]
    at = serializers.DateTimeField()
    actor_name = serializers.CharField()
    actor_kind = serializers.CharField()
    acting_for = serializers.CharField()
    purpose = serializers.CharField()
    what = serializers.CharField()
