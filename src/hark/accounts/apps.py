"""People of the company: who they are and what they may do."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hark.accounts"
    label = "accounts"
