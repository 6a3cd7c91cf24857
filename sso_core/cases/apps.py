from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sso_core.cases"
    verbose_name = "คำขอ"

    def ready(self) -> None:
        from sso_core.cases import readers
        from sso_core.cases.messages import MESSAGES
        from sso_core.following import follows
        from sso_core.messaging.public import register

        register(MESSAGES)
        readers.register()
        follows("cases.Case.subject")
