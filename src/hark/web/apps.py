"""The pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hark.web"
    label = "web"
