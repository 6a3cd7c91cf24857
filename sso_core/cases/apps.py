from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sso_core.cases"
    verbose_name = "คำขอ"
