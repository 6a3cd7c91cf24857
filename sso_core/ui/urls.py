from django.conf import settings
from django.urls import path

from sso_core.ui import gallery

app_name = "ui"
# For those who build pages; not part of the service.
urlpatterns = (
    [
        path("ui/gallery/", gallery.gallery, name="gallery"),
        path("ui/gallery/<slug:page>/", gallery.sample, name="sample"),
    ]
    if settings.DEMO or settings.DEBUG
    else []
)
