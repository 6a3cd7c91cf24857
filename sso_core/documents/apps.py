from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sso_core.documents"
    verbose_name = "เอกสาร"
