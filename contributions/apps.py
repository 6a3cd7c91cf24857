from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "contributions"
    verbose_name = "เงินสมทบ"

    def ready(self) -> None:
        from contributions import panels, proofs, sources
        from contributions.messages import MESSAGES
        from sso_core.messaging.findings import register

        register(MESSAGES)
        panels.register()
        proofs.register()
        sources.register()
