from django.urls import path

from sso_core.batch import views

app_name = "batch"
urlpatterns = [
    path("office/batches/", views.runs, name="runs"),
    path("office/batches/<int:run_id>/", views.run, name="run"),
    path("office/batches/<int:run_id>/retry/", views.retry, name="retry"),
]
