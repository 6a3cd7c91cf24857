"""Where every page and API route hangs. Each app owns its own ``urls.py`` and ``api_urls.py``."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from sso_core.health import health


def _of(module: str) -> list[str]:
    """The apps that have this URL module."""
    return [f"{app}.{module}" for app in settings.HOUSE_APPS if find_spec(f"{app}.{module}")]


api = [path("", include(name)) for name in _of("api_urls")]

urlpatterns = [
    path("health/", health, name="health"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("api/v1/", include((api, "api"))),
    # Before the library's: the return from ThaID is checked more strictly here.
    *(path("", include(name)) for name in _of("urls")),
    path("account/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
]

handler400 = "sso_core.ui.errors.bad_request"
handler403 = "sso_core.ui.errors.forbidden"
handler404 = "sso_core.ui.errors.not_found"
handler500 = "sso_core.ui.errors.server_error"
