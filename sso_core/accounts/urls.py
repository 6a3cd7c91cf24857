from django.urls import path

from sso_core.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/second-factor/", views.first_factor, name="first_factor"),
    path("account/security/", views.security, name="security"),
]
