from django.urls import path

from sso_core.law import views

app_name = "law"
urlpatterns = [
    path("law/", views.index, name="index"),
    path("law/calculate/<str:rule>/", views.calculate, name="calculate"),
    path("law/<str:key>/", views.parameter, name="parameter"),
]
