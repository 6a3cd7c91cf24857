from django.urls import path

from integrations import views

app_name = "integrations"
urlpatterns = [path("office/gateways/", views.gateways, name="gateways")]
