from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "sso_core.ui"
    verbose_name = "ส่วนแสดงผล"
