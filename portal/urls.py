from importlib.util import find_spec

from django.urls import include, path

from portal.views import member, public

pages = [
    path("", public.front, name="front"),
    path("help/", public.help_page, name="help"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("pref/", public.preferences, name="preferences"),
    path("me/", member.home, name="me"),
]
urlpatterns = [path("", include((pages, "portal")))]
if find_spec("portal.identity.urls"):
    urlpatterns.append(path("", include("portal.identity.urls")))
