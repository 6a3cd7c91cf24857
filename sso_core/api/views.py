"""Who is signed in, how surely, and who looked at one's record."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sso_core.accounts.public import (
    EMPLOYER_ROLES,
    OFFICE_ROLES,
    assurance_of,
    is_fresh,
    scopes_of,
    session_assurance,
)
from sso_core.api.pagination import ByCursor
from sso_core.api.permissions import IsMember, IsSignedIn
from sso_core.api.shapes import AccessShape, MeShape, SecurityShape
from sso_core.audit.public import accesses_of


class Me(APIView):
    """The signed-in user and what they may do for whom."""

    permission_classes = (IsSignedIn,)
    before_second_factor = True

    @extend_schema(operation_id="me", responses=MeShape)
    def get(self, request: Request) -> Response:
        user: Any = request.user
        levels = session_assurance(request._request)
        shape = {
            "username": user.username,
            "kind": user.kind,
            "display_name": user.display_name,
            "language": user.language,
            "identity_level": user.identity_level,
            "assurance": assurance_of(request._request),
            "ial": levels.ial,
            "aal": levels.aal,
            "offices": [scope[7:] for scope in scopes_of(user, *OFFICE_ROLES)],
            "employers": [scope[9:] for scope in scopes_of(user, *EMPLOYER_ROLES)],
        }
        return Response(MeShape(shape).data)


class Security(APIView):
    """What protects this account: second factors, sessions, and whether a payment may be asked for now."""

    permission_classes = (IsSignedIn,)
    before_second_factor = True

    @extend_schema(operation_id="me_security", responses=SecurityShape)
    def get(self, request: Request) -> Response:
        kinds = Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True)
        levels = session_assurance(request._request)
        shape = {
            "assurance": assurance_of(request._request),
            "ial": levels.ial,
            "aal": levels.aal,
            "ways": levels.ways,
            "fresh": is_fresh(request._request),
            "factors": sorted(set(kinds)),
            "sessions": UserSession.objects.filter(user_id=request.user.pk).count(),
        }
        return Response(SecurityShape(shape).data)


class ByTime(ByCursor):
    ordering = ("-at", "-id")  # type: ignore[assignment]


class Accesses(ListAPIView):  # type: ignore[type-arg]
    """Who opened the member's record, newest first."""

    permission_classes = (IsMember,)
    serializer_class = AccessShape
    pagination_class = ByTime

    def get_queryset(self) -> Any:
        return accesses_of(f"person:{getattr(self.request, 'person_id', 0)}")
