"""Shapes of the API about oneself. Nothing here writes."""

from rest_framework import serializers


class MeShape(serializers.Serializer):  # type: ignore[type-arg]
    """``assurance`` is 1 with a password, 2 with a second factor or ThaID; ``ial`` and ``aal`` are this session's
    levels, such as 2.3; ``*`` means every office."""

    username = serializers.CharField()
    kind = serializers.CharField()
    display_name = serializers.CharField()
    language = serializers.CharField()
    identity_level = serializers.CharField()
    assurance = serializers.IntegerField()
    ial = serializers.CharField()
    aal = serializers.CharField()
    offices = serializers.ListField(child=serializers.CharField())
    employers = serializers.ListField(child=serializers.CharField())


class SecurityShape(serializers.Serializer):  # type: ignore[type-arg]
    """``fresh``: a second factor was shown within the last 15 minutes; ``ways`` is how this session was signed in."""

    assurance = serializers.IntegerField()
    ial = serializers.CharField()
    aal = serializers.CharField()
    ways = serializers.ListField(child=serializers.CharField())
    fresh = serializers.BooleanField()
    factors = serializers.ListField(child=serializers.CharField())
    sessions = serializers.IntegerField()


class LevelsShape(serializers.Serializer):  # type: ignore[type-arg]
    ial = serializers.CharField()
    aal = serializers.CharField()
    ways = serializers.ListField(child=serializers.CharField())


class SessionShape(serializers.Serializer):  # type: ignore[type-arg]
    """``by_token``: a program that holds an ``X-Session-Token``."""

    id = serializers.IntegerField()
    device = serializers.CharField()
    ip = serializers.CharField()
    begun_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    assurance = LevelsShape()
    by_token = serializers.BooleanField()
    is_current = serializers.BooleanField()


class AccessShape(serializers.Serializer):  # type: ignore[type-arg]
    at = serializers.DateTimeField()
    actor_name = serializers.CharField()
    actor_kind = serializers.CharField()
    acting_for = serializers.CharField()
    purpose = serializers.CharField()
    what = serializers.CharField()
