"""The sections of the settings, in the order of the menu."""

from collections.abc import Mapping

from hark.accounts.models import User
from hark.web.setup import accounts, brands, topics
from hark.web.setup.articles import ARTICLES
from hark.web.setup.calendars import CALENDARS
from hark.web.setup.guards import GUARDS
from hark.web.setup.macros import MACROS
from hark.web.setup.people import AGENTS, PEOPLE, TEAMS
from hark.web.setup.policies import POLICIES
from hark.web.setup.queues import LIMITS, QUEUES, RULES
from hark.web.setup.section import Section
from hark.web.setup.watches import WATCHES

SECTIONS: Mapping[str, Section] = {
    section.key: section
    for section in (
        brands.SECTION, accounts.SECTION, WATCHES, topics.SECTION, PEOPLE, TEAMS, AGENTS, CALENDARS, POLICIES, QUEUES,
        RULES, MACROS, ARTICLES, GUARDS, LIMITS,
    )
}  # fmt: skip


def open_to(person: User) -> list[Section]:
    """The sections this person may see."""
    return [section for section in SECTIONS.values() if section.open_to(person)]
