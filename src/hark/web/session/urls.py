"""Signing in and out, being here, the language, and how the desk is dressed."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.urls import path
from django.views.i18n import set_language

from hark.web.session import availability, theme
from hark.web.session.leaving import SignOut

urlpatterns = [
    path(
        "sign-in",
        LoginView.as_view(template_name="web/session/sign_in.html", redirect_authenticated_user=True),
        name="sign-in",
    ),
    path("sign-out", SignOut.as_view(), name="sign-out"),
    path("availability", availability.availability, name="availability"),
    path("theme", theme.theme, name="theme"),
    path("language", login_not_required(set_language), name="language"),
]
