"""Settings of people: sign-ins, roles and brands (administrators), skills and capacity (supervisors), teams."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import Role, Team, User
from hark.actions import agents, people
from hark.store.models import AgentLevel, AgentProfile, Brand
from hark.web import words
from hark.web.setup import codes
from hark.web.setup.ends import with_team
from hark.web.setup.section import Badge, Line, Section, SetupForm

_CHECKS = forms.CheckboxSelectMultiple


class PersonForm(SetupForm):
    username = forms.CharField(label=_("Username"), max_length=150)
    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    initials = forms.CharField(
        label=_("Initials"), max_length=4, required=False, help_text=_("They sign public answers: ^AB.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.AGENT)
    zone = codes.Zone(initial="UTC")
    brands = forms.ModelMultipleChoiceField(
        Brand.objects.all(), label=_("Brands"), required=False, widget=_CHECKS,
        help_text=_("What they may see and act for. Without one they see nothing."),
    )  # fmt: skip
    teams = forms.ModelMultipleChoiceField(
        Team.objects.all(), label=_("Teams"), required=False, widget=_CHECKS
    )
    is_active = forms.BooleanField(label=_("May sign in"), required=False, initial=True)
    password = forms.CharField(
        label=_("New password"), required=False, min_length=10, max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Left empty, it stays as it is."),
    )  # fmt: skip


class AgentForm(SetupForm):
    level = forms.ChoiceField(
        label=_("Level"), choices=[(level.value, words.LEVEL[level.value]) for level in AgentLevel]
    )
    capacity = forms.IntegerField(
        label=_("Capacity"), min_value=0, max_value=500, help_text=_("Cases that wait for us at a time.")
    )
    topics = codes.topics()
    languages = codes.languages()
    networks = codes.networks()


class Colleagues(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no generic at run time
    """People to choose among, by their full names."""

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name() or obj.username


class TeamForm(SetupForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    members = Colleagues(User.objects.none(), label=_("People"), required=False, widget=_CHECKS)

    def prepare(self) -> None:
        field = cast("forms.ModelMultipleChoiceField[User]", self.fields["members"])
        members = Q(teams=self.row) if self.row else Q(pk__in=[])
        found = User.objects.filter(Q(pk__in=shared(self.by).values("pk")) | members)
        field.queryset = found.distinct().order_by("first_name", "username")


def shared(person: User) -> QuerySet[User]:
    """Active people who work for a brand this person works for."""
    mine = person.brand_access.values("brand_id")
    return User.objects.filter(is_active=True, brand_access__brand__in=mine).distinct()


def _everybody(_person: User) -> QuerySet[User]:
    return User.objects.prefetch_related("brand_access__brand", "teams").order_by(
        "-is_active", "first_name", "username"
    )


def _person_line(user: User) -> Line:
    brands = ", ".join(access.brand.name for access in user.brand_access.all()) or gettext("no brand")
    badges = [] if user.is_active else [Badge(_("may not sign in"), "warn")]
    return Line(
        user.get_full_name() or user.username, [user.username, user.get_role_display(), brands], badges
    )


def _person_initial(user: User) -> Mapping[str, Any]:
    names = ("username", "first_name", "last_name", "initials", "role", "zone", "is_active")
    known: dict[str, Any] = {name: getattr(user, name) for name in names}
    known["brands"] = [access.brand_id for access in user.brand_access.all()]
    return known | {"teams": [team.pk for team in user.teams.all()]}


def _save_person(row: User | None, values: Mapping[str, Any], by: User, now: datetime) -> User:
    fields = dict(values)
    brands, teams, password = fields.pop("brands"), fields.pop("teams"), fields.pop("password")
    return people.save(row.pk if row else None, fields, brands, teams, password=password, by=by, now=now)


def _agents(person: User) -> QuerySet[User]:
    return shared(person).select_related("agent").order_by("first_name", "username")


def _profile(user: User) -> AgentProfile:
    return getattr(user, "agent", None) or AgentProfile(user=user)


def _agent_line(user: User) -> Line:
    profile = _profile(user)
    skills = words.fitting(profile.topics or (), profile.languages or (), profile.networks or ())
    facts = [
        words.LEVEL.get(profile.level, profile.level),
        gettext("up to %(n)s cases") % {"n": profile.capacity},
        ", ".join(skills) or gettext("all skills"),
    ]
    return Line(
        user.get_full_name() or user.username, facts, [Badge(_("here"), "good")] if profile.available else []
    )


def _save_agent(row: User | None, values: Mapping[str, Any], by: User, now: datetime) -> User:
    assert row is not None  # the section has no "add"
    skills = {name: values[name] or None for name in ("topics", "languages", "networks")}
    agents.set_profile(
        row, {"level": values["level"], "capacity": values["capacity"], **skills}, by=by, now=now
    )
    return row


def _agent_trail(user: User) -> tuple[str, int] | None:
    profile = _profile(user)
    return ("agentprofile", profile.pk) if profile.pk else None


PEOPLE = Section(
    key="people", name=_("People"), icon="users", about=_("Who may sign in, as what, and for which brands."),
    empty=_("Nobody yet."), rows=_everybody, line=_person_line, trail=lambda user: ("user", user.pk),
    form=PersonForm, initial=_person_initial, save=_save_person, add=_("Add person"), administrators=True,
)  # fmt: skip
AGENTS = Section(
    key="agents", name=_("Skills"), icon="user-check",
    about=_("What each person can do and carry. Routing gives cases by it."),
    empty=_("Nobody works for your brands yet."), rows=_agents, line=_agent_line, trail=_agent_trail,
    form=AgentForm,
    initial=lambda user: {
        name: getattr(_profile(user), name) or (0 if name == "capacity" else [])
        for name in ("level", "capacity", "topics", "languages", "networks")
    },
    save=_save_agent,
)  # fmt: skip
TEAMS = Section(
    key="teams", name=_("Teams"), icon="handshake", about=_("People who share a queue."),
    empty=_("No team yet."), rows=lambda _person: Team.objects.prefetch_related("members").order_by("name"),
    line=lambda team: Line(
        team.name, [", ".join(user.short_name for user in team.members.all()) or gettext("nobody yet")]
    ),
    trail=lambda team: ("team", team.pk), form=TeamForm,
    initial=lambda team: {"name": team.name, "members": [user.pk for user in team.members.all()]},
    save=lambda row, values, by, now: people.save_team(
        row.pk if row else None, values["name"], values["members"], by=by, now=now
    ),
    remove=lambda row, by, now: people.remove_team(row.pk, by=by, now=now), goes=with_team, add=_("Add team"),
)  # fmt: skip
