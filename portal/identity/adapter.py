"""What happens when somebody comes back from ThaID: the 13-digit id leads to the person, and to the log-in."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest
from django.shortcuts import render

from portal.identity.step_up import asked_to_step_up, finish_step_up
from portal.identity.thaid import ThaIDProvider, levels_in
from registration.public import person_from_thaid
from sso_core.accounts.public import User, create_member, member_of, note_provider_assurance
from sso_core.kernel.finding import Refused


class ThaIDAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up through a form: ThaID has proved who it is."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        found = super().get_provider(request, provider, client_id)
        return ThaIDProvider(request, app=found.app) if isinstance(found, OpenIDConnectProvider) else found

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link the ThaID subject to the member of that 13-digit id, making the log-in when there is none."""
        claims = _claims(sociallogin.account.extra_data)
        if asked_at := asked_to_step_up(sociallogin):
            raise ImmediateHttpResponse(finish_step_up(request, sociallogin, claims, asked_at))
        note_provider_assurance(request, "thaid", sociallogin.account.uid, **levels_in(claims))
        if sociallogin.is_existing:
            return
        try:
            user = _member(claims)
        except Refused as refused:
            page = render(request, "identity/refused.html", {"findings": refused.findings}, status=403)
            raise ImmediateHttpResponse(page) from refused
        sociallogin.connect(request, user)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False


def _member(claims: dict[str, Any]) -> User:
    person = person_from_thaid(claims)
    return member_of(person.id) or create_member(
        person.national_id, None, person_id=person.id, display_name=person.full_name,
        ial=levels_in(claims)["ial"],
    )  # fmt: skip


def _claims(data: dict[str, Any]) -> dict[str, Any]:
    """The id token's claims before the userinfo's: the token is what was issued for this log-in."""
    return {**data.get("userinfo", {}), **data.get("id_token", {})} or data
