"""Only the frame of the pages: the gallery, the log-in and the public pages."""

from django.urls import include, path

from sso_core.ui import gallery

urlpatterns = [
    path("ui/gallery/", gallery.gallery),
    path("ui/gallery/<slug:page>/", gallery.sample),
    path("account/", include("allauth.urls")),
    path("", include("portal.urls")),
]
handler404 = "sso_core.ui.errors.not_found"
handler500 = "sso_core.ui.errors.server_error"
