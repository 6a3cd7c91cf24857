from django.urls import path

from sso_core.documents import api

urlpatterns = [
    path("me/documents", api.MyDocuments.as_view(), name="me-documents"),
    path("documents/<uuid:document_id>/content", api.DocumentContent.as_view(), name="document-content"),
    path("verify/<str:code>", api.Verification.as_view(), name="verify"),
]
