from django.urls import path

from integrations import api

urlpatterns = [path("office/gateways", api.Gateways.as_view(), name="office-gateways")]
