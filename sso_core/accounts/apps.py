from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sso_core.accounts"
    verbose_name = "บัญชีผู้ใช้"
