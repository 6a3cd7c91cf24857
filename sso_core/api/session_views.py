"""Where one is signed in, for programs: the list, end one, end all others."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sso_core.accounts.public import User, end_other_sessions, end_session, sessions_of, tell_of
from sso_core.api.permissions import IsSignedIn
from sso_core.api.shapes import SessionShape


class Sessions(APIView):
    """Every session of the signed-in user, tokens too."""

    permission_classes = (IsSignedIn,)
    before_second_factor = True

    @extend_schema(operation_id="me_sessions", responses=SessionShape(many=True))
    def get(self, request: Request) -> Response:
        return Response(SessionShape(sessions_of(_user(request), _key(request)), many=True).data)

    @extend_schema(operation_id="me_sessions_end_others", responses={204: None})
    def delete(self, request: Request) -> Response:
        """End every other session; called again, it ends nothing more."""
        if end_other_sessions(_user(request), _key(request)):
            tell_of(_user(request), "accounts/sessions_ended", request._request)
        return Response(status=204)


class OneSession(APIView):
    """One session of the signed-in user."""

    permission_classes = (IsSignedIn,)
    before_second_factor = True

    @extend_schema(operation_id="me_session_end", responses={204: None})
    def delete(self, request: Request, session: int) -> Response:
        if not end_session(_user(request), session):
            raise Http404
        return Response(status=204)


def _user(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user


def _key(request: Request) -> str | None:
    return request._request.session.session_key
