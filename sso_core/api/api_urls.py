from django.urls import path

from sso_core.api import views

urlpatterns = [
    path("me", views.Me.as_view(), name="me"),
    path("me/security", views.Security.as_view(), name="me-security"),
    path("me/access", views.Accesses.as_view(), name="me-access"),
]
