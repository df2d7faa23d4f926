"""Every table of Hark, one file a subject."""

from hark.store.models.brand import Account, Brand, BrandAccess
from hark.store.models.case import Case, Note, Participant
from hark.store.models.casework import (
    CaseTag,
    Correction,
    Goodwill,
    Merge,
    Notification,
    Reminder,
    TicketLink,
)
from hark.store.models.customer import BrandRules, Consent, CustomerNote, Messageable
from hark.store.models.event import Event
from hark.store.models.knowledge import Article
from hark.store.models.listening import Cost, Cursor, Delivery, Gap, Hearing, Parked
from hark.store.models.outbox import Approval, Draft, Hiding, Outbox, Picture, Removal
from hark.store.models.post import Alias, Author, Post
from hark.store.models.presence import Presence, SendLock
from hark.store.models.promise import BusinessCalendar, SlaPolicy
from hark.store.models.routing import AgentLevel, AgentProfile, Prepared, QueuePolicy, TeamRule
from hark.store.models.watch import Watch, WatchedPost, WatchKind
from hark.store.models.words import Macro, SavedView

__all__ = [
    "Account",
    "AgentLevel",
    "AgentProfile",
    "Alias",
    "Approval",
    "Article",
    "Author",
    "Brand",
    "BrandAccess",
    "BrandRules",
    "BusinessCalendar",
    "Case",
    "CaseTag",
    "Consent",
    "Correction",
    "Cost",
    "Cursor",
    "CustomerNote",
    "Delivery",
    "Draft",
    "Event",
    "Gap",
    "Goodwill",
    "Hearing",
    "Hiding",
    "Macro",
    "Merge",
    "Messageable",
    "Note",
    "Notification",
    "Outbox",
    "Parked",
    "Participant",
    "Picture",
    "Post",
    "Prepared",
    "Presence",
    "QueuePolicy",
    "Reminder",
    "Removal",
    "SavedView",
    "SendLock",
    "SlaPolicy",
    "TeamRule",
    "TicketLink",
    "Watch",
    "WatchKind",
    "WatchedPost",
]
