from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sso_core.accounts"
    verbose_name = "บัญชีผู้ใช้"

    def ready(self) -> None:
        from sso_core.accounts import signals, ways
        from sso_core.accounts.log_ins import LogIns
        from sso_core.accounts.messages import MESSAGES
        from sso_core.following import register as register_mover
        from sso_core.messaging.public import register

        register(MESSAGES)
        signals.connect()
        ways.register_own()
        register_mover("log-ins", LogIns())
