from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sso_core.documents"
    verbose_name = "เอกสาร"

    def ready(self) -> None:
        from sso_core.documents.messages import MESSAGES
        from sso_core.following import stays
        from sso_core.messaging.public import register

        register(MESSAGES)
        stays("documents.Document.subject", why="a paper keeps whose it was when it came")
