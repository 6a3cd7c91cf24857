from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "sso_core.law"
    verbose_name = "กฎหมาย"
