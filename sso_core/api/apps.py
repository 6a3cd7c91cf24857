from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "sso_core.api"
    verbose_name = "API"
