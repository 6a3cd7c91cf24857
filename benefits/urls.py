from django.urls import path

from benefits.views import claims, sickness

app_name = "benefits"
urlpatterns = [
    path("me/rights/", claims.rights, name="rights"),
    path("me/claims/sickness/", sickness.start, name="sickness"),
    path("me/claims/sickness/check/", sickness.check, name="sickness_check"),
    path("me/claims/sickness/remove/<uuid:document>/", sickness.remove_certificate, name="sickness_remove"),
    path("me/claims/sickness/<slug:name>/", sickness.step, name="sickness_step"),
    path("me/claims/old-age/", claims.old_age_claim, name="old_age"),
    path("me/claims/<str:reference>/done/", claims.done, name="done"),
    path("me/claims/<str:reference>/payment/", claims.returned, name="returned"),
    path("me/claims/<str:reference>/payment/again/", claims.reissue, name="reissue"),
    path("office/claims/<str:reference>/returns/", claims.returns, name="returns"),
    path("office/pensions/", claims.pensions, name="pensions"),
]
