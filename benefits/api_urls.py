from django.urls import path

from benefits.api import views

urlpatterns = [
    path("me/rights", views.Rights.as_view(), name="me-rights"),
    path("me/claims", views.Claims.as_view(), name="me-claims"),
    path("me/awards", views.Awards.as_view(), name="me-awards"),
    path("me/claims/sickness/estimate", views.SicknessEstimate.as_view(), name="sickness-estimate"),
    path("me/claims/sickness", views.SicknessClaim.as_view(), name="sickness-claim"),
    path("me/claims/old-age", views.OldAge.as_view(), name="old-age"),
    path("me/claims/<str:reference>", views.Claim.as_view(), name="me-claim"),
    path("me/claims/<str:reference>/reissue", views.Reissue.as_view(), name="claim-reissue"),
    path("office/claims/<str:reference>/returns", views.Returns.as_view(), name="office-returns"),
    path("office/pension-runs", views.PensionRuns.as_view(), name="pension-runs"),
]
