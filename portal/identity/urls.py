from django.urls import path

from portal.identity import views

app_name = "identity"
urlpatterns = [
    path("signup/", views.signup, name="signup"),
    path("account/oidc/thaid/step-up/", views.step_up_by_thaid, name="step_up_thaid"),
    path("account/oidc/thaid/login/callback/", views.back_from_thaid, name="back_from_thaid"),
]
