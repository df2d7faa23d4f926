"""Routes of the customer of a case, of covered personal data and of triage's mistakes."""

from hark.actions.customers import PURPOSES
from hark.web.api import customers, truth
from hark.web.api.door import Param, Route
from hark.web.api.routes_cases import CASE
from hark.web.api.shapes import PostOut
from hark.web.api.shapes_customer import (
    ConsentIn,
    CorrectionIn,
    CorrectionsOut,
    CustomerNoteIn,
    CustomerNoteOut,
    CustomerOut,
    EvidenceOut,
    RevealIn,
    StoryOut,
)

_PURPOSE = (
    Param("purpose", "What was agreed to.", {"type": "string", "enum": list(PURPOSES)}, required=True),
)
_CUSTOMER = f"{CASE}/customer"

CUSTOMER = (
    Route("GET", _CUSTOMER, "readCustomer", "The customer of the case.", customers.read, CustomerOut),
    Route(
        "POST", f"{_CUSTOMER}/notes", "addCustomerNote", "Write something for every later case of the customer.",
        customers.add_note, CustomerNoteOut, CustomerNoteIn, status=201,
    ),
    Route(
        "DELETE", f"{_CUSTOMER}/notes/<int:note>", "takeBackCustomerNote",
        "Take back what you wrote about the customer within the last ten minutes.",
        customers.take_back_note, CustomerOut,
    ),
    Route(
        "POST", f"{_CUSTOMER}/consents", "recordConsent", "Keep what the customer agreed to, with its evidence.",
        customers.record_consent, CustomerOut, ConsentIn, status=201,
    ),
    Route(
        "DELETE", f"{_CUSTOMER}/consents", "withdrawConsent",
        "The customer took it back; what it joined is joined no more.",
        customers.withdraw_consent, CustomerOut, query=_PURPOSE,
    ),
    Route(
        "POST", f"{CASE}/reveals", "revealPersonalData",
        "A post with its personal data uncovered. It is kept who asked, and when.",
        truth.reveal, PostOut, RevealIn,
    ),
    Route("GET", f"{CASE}/story", "readStory", "What happened to the case.", truth.story, StoryOut),
    Route("GET", f"{CASE}/evidence", "readEvidence", "Why the case has its priority.", truth.evidence, EvidenceOut),
    Route("GET", f"{CASE}/corrections", "listCorrections", "What was corrected.", truth.corrected, CorrectionsOut),
    Route(
        "POST", f"{CASE}/corrections", "correctVerdict",
        "Say what triage should have said. The case follows at once, and triage can learn it.",
        truth.correct, CorrectionsOut, CorrectionIn, status=201,
    ),
)  # fmt: skip
