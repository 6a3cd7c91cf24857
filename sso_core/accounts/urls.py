from django.urls import path

from sso_core.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/second-factor/", views.first_factor, name="first_factor"),
    path("account/security/", views.security, name="security"),
    # In place of the library's pages of the same addresses.
    path("account/signup/", views.signed_up_elsewhere),
    path("account/2fa/", views.shown_elsewhere),
    path("account/3rdparty/", views.shown_elsewhere),
]
