"""Signing in and out, and how the desk is dressed."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from hark.web.session import theme

urlpatterns = [
    path(
        "sign-in",
        LoginView.as_view(template_name="web/session/sign_in.html", redirect_authenticated_user=True),
        name="sign-in",
    ),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("theme", theme.theme, name="theme"),
]
