from django.urls import path

from sso_core.messaging import api

urlpatterns = [
    path("me/messages", api.MyInbox.as_view(), name="me-messages"),
    path("me/messages/<int:message_id>/read", api.MyMessageRead.as_view(), name="me-message-read"),
    path("employers/<str:account>/messages", api.EmployerInbox.as_view(), name="employer-messages"),
]
