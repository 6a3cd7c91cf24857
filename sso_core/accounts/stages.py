"""The steps of a log-in."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from sso_core.accounts.assurance import is_proved_anew


class FactorStage(AuthenticateStage):  # type: ignore[misc]
    """No second factor of ours after ThaID at AAL 2.2: it has asked for two, and who lost theirs must still get in."""

    def _should_handle(self, request: HttpRequest) -> bool:
        asked = super()._should_handle(request)
        return bool(asked and not is_proved_anew(request.session, self.login.user))
