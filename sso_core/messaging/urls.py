from django.urls import path

from sso_core.messaging import views

app_name = "messaging"
urlpatterns = [
    path("me/inbox/", views.inbox, name="inbox"),
    path("me/inbox/<int:message_id>/", views.message, name="message"),
    path("employer/<str:account>/inbox/", views.employer_inbox, name="employer_inbox"),
    path("employer/<str:account>/inbox/<int:message_id>/", views.employer_message, name="employer_message"),
    path("office/outbox/", views.undelivered, name="undelivered"),
    path("office/outbox/<int:delivery_id>/retry/", views.retry, name="retry"),
]
