from django.urls import path

from sso_core.documents import views

app_name = "documents"
urlpatterns = [
    path("documents/<uuid:document_id>/", views.serve, name="serve"),
    path("documents/<uuid:document_id>/page/<int:number>.png", views.page, name="page"),
    path("verify/", views.verify_form, name="verify_form"),
    path("verify/<str:code>/", views.verify, name="verify"),
]
