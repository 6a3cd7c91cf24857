from django.urls import path

from sso_core.audit import views

app_name = "audit"
urlpatterns = [path("me/access/", views.mine, name="mine")]
