from django.urls import path

from portal.identity import api

urlpatterns = [
    path("me/mobile-proof", api.AskTelephone.as_view(), name="me-mobile-proof"),
    path("me/mobile-proof/confirm", api.ConfirmTelephone.as_view(), name="me-mobile-proof-confirm"),
    path("me/ndid-proof", api.AskBank.as_view(), name="me-ndid-proof"),
    path("me/ndid-proof/confirm", api.ConfirmBank.as_view(), name="me-ndid-proof-confirm"),
]
