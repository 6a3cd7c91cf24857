from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "registration"
    verbose_name = "ทะเบียน"

    def ready(self) -> None:
        from registration import selectors, sources
        from registration.messages import MESSAGES
        from registration.services import following as movers
        from sso_core import following
        from sso_core.messaging.public import register

        register(MESSAGES)
        movers.register()
        following.register_records(selectors.records_of)
        sources.register()
