from django.urls import path

from sso_core.law import api

urlpatterns = [
    path("calculate", api.Rules.as_view(), name="calculate-rules"),
    path("calculate/<str:rule>", api.Calculate.as_view(), name="calculate"),
]
