from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "benefits"
    verbose_name = "ประโยชน์ทดแทน"

    def ready(self) -> None:
        from benefits import sources
        from benefits.messages import MESSAGES
        from sso_core.following import follows
        from sso_core.messaging.public import register

        register(MESSAGES)
        sources.register()
        follows("benefits.Claim.person", "benefits.SickLeave.person", "benefits.Award.person")
