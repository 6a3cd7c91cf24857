from django.urls import path

from sso_core.api import recovery_views, session_views, views

urlpatterns = [
    path("me", views.Me.as_view(), name="me"),
    path("me/security", views.Security.as_view(), name="me-security"),
    path("me/sessions", session_views.Sessions.as_view(), name="me-sessions"),
    path("me/sessions/<int:session>", session_views.OneSession.as_view(), name="me-session"),
    path("recover", recovery_views.Recover.as_view(), name="recover"),
    path("office/recoveries", recovery_views.Recoveries.as_view(), name="office-recoveries"),
    path(
        "office/recoveries/<int:recovery>/decision",
        recovery_views.Decision.as_view(),
        name="office-recovery-decision",
    ),
    path("me/access", views.Accesses.as_view(), name="me-access"),
]
