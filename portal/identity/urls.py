from django.urls import path

from portal.identity import mobile_views, ndid_views, views

app_name = "identity"
urlpatterns = [
    path("signup/", views.signup, name="signup"),
    path("account/mobile/", mobile_views.ask, name="mobile"),
    path("account/mobile/wait/", mobile_views.wait, name="mobile_wait"),
    path("account/ndid/", ndid_views.ask, name="ndid"),
    path("account/ndid/wait/", ndid_views.wait, name="ndid_wait"),
    path("account/ndid/heard/", ndid_views.heard, name="ndid_heard"),
    path("account/oidc/thaid/step-up/", views.step_up_by_thaid, name="step_up_thaid"),
    path("account/oidc/thaid/login/callback/", views.back_from_thaid, name="back_from_thaid"),
]
