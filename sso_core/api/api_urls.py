from django.urls import path

from sso_core.api import session_views, views

urlpatterns = [
    path("me", views.Me.as_view(), name="me"),
    path("me/security", views.Security.as_view(), name="me-security"),
    path("me/sessions", session_views.Sessions.as_view(), name="me-sessions"),
    path("me/sessions/<int:session>", session_views.OneSession.as_view(), name="me-session"),
    path("me/access", views.Accesses.as_view(), name="me-access"),
]
