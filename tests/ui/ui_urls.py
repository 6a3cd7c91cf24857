"""The addresses of the site, and the gallery, which only a demo or a developer's machine has."""

from django.urls import path

from sso_core import urls as site
from sso_core.ui import gallery

urlpatterns = [
    path("ui/gallery/", gallery.gallery),
    path("ui/gallery/<slug:page>/", gallery.sample),
    *site.urlpatterns,
]
handler400 = site.handler400
handler403 = site.handler403
handler404 = site.handler404
handler500 = site.handler500
