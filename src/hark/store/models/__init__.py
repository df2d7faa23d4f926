"""Every table of Hark, one file a subject."""

from hark.store.models.brand import Account, Brand, BrandAccess
from hark.store.models.case import Case, Note, Participant
from hark.store.models.event import Event
from hark.store.models.listening import Cost, Cursor, Gap, Parked
from hark.store.models.outbox import Draft, Outbox
from hark.store.models.post import Alias, Author, Post
from hark.store.models.promise import BusinessCalendar, SlaPolicy
from hark.store.models.routing import AgentLevel, AgentProfile, Prepared, QueuePolicy, TeamRule

__all__ = [
    "Account",
    "AgentLevel",
    "AgentProfile",
    "Alias",
    "Author",
    "Brand",
    "BrandAccess",
    "BusinessCalendar",
    "Case",
    "Cost",
    "Cursor",
    "Draft",
    "Event",
    "Gap",
    "Note",
    "Outbox",
    "Parked",
    "Participant",
    "Post",
    "Prepared",
    "QueuePolicy",
    "SlaPolicy",
    "TeamRule",
]
