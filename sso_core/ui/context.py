"""What every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from sso_core.ui.preferences import Preferences


def page(request: HttpRequest) -> dict[str, Any]:
    """``prefs`` for the frame, ``demo`` for the pages that show demo logins."""
    return {"prefs": getattr(request, "preferences", Preferences()), "demo": settings.DEMO}
