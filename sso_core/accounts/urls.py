from django.urls import path

from sso_core.accounts import recovery_views as recovery
from sso_core.accounts import session_views as sessions
from sso_core.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/second-factor/", views.first_factor, name="first_factor"),
    path("account/second-factor/passkey/", views.add_passkey, name="add_passkey"),
    path("account/second-factor/codes/", views.recovery_codes, name="recovery_codes"),
    path("account/second-factor/resume/", views.resume, name="resume"),
    path("account/second-factor/<int:factor>/remove/", views.remove_factor, name="remove_factor"),
    path("account/security/", views.security, name="security"),
    path("account/security/sessions/", sessions.mine, name="sessions"),
    path("account/security/sessions/<int:session>/end/", sessions.end_one, name="end_session"),
    path("account/recover/", recovery.recover, name="recover"),
    path("account/recover/anew/", recovery.anew, name="recover_anew"),
    path("office/recoveries/", recovery.office, name="office_recoveries"),
    path("office/recoveries/<int:recovery>/", recovery.decide, name="office_recovery"),
    # In place of the library's pages of the same addresses.
    path("account/signup/", views.signed_up_elsewhere),
    path("account/sessions/", sessions.mine),
    path("account/2fa/", views.shown_elsewhere),
    path("account/2fa/totp/activate/", views.shown_elsewhere),
    path("account/2fa/totp/deactivate/", views.shown_elsewhere),
    path("account/2fa/recovery-codes/", views.shown_elsewhere),
    path("account/2fa/recovery-codes/generate/", views.shown_elsewhere),
    path("account/2fa/recovery-codes/download/", views.shown_elsewhere),
    path("account/2fa/webauthn/", views.shown_elsewhere),
    path("account/2fa/webauthn/add/", views.shown_elsewhere),
    path("account/2fa/webauthn/keys/<int:pk>/remove/", views.shown_elsewhere),
    path("account/2fa/webauthn/keys/<int:pk>/edit/", views.shown_elsewhere),
    path("account/3rdparty/", views.shown_elsewhere),
]
