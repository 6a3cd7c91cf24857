from django.urls import path

from portal.identity import views

app_name = "identity"
urlpatterns = [path("signup/", views.signup, name="signup")]
