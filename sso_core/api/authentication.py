"""A program's session: the token leads to it, and with it to the second factor shown in it."""

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.request import Request

from sso_core.accounts.public import note_token_use


class SessionToken(XSessionTokenAuthentication):  # type: ignore[misc]
    """Header ``X-Session-Token``; the token's session becomes the request's, so that its assurance is seen."""

    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        if found is not None:
            request._request.session = found[1]
            note_token_use(found[1])
        return found


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "sso_core.api.authentication.SessionToken"
    name = "XSessionTokenAuth"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}
