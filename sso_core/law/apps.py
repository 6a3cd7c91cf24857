from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "sso_core.law"
    verbose_name = "กฎหมาย"

    def ready(self) -> None:
        from sso_core.law.messages import MESSAGES
        from sso_core.messaging.findings import register

        register(MESSAGES)
