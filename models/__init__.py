"""Tables, one module per aggregate.

Columns are typed and constraints stand in the database; statuses repeat what the engine folds, so that lists
can be filtered. No business rule lives here, and nothing here knows services or the request.
"""

from models.accounts import Account, Role, SignIn
from models.batches import Batch, BatchRow
from models.delegations import Delegation
from models.dossiers import Attachment, Counter, Definition, Dossier, DossierEntry, Revision, Waiting
from models.event_records import (
    EventContribution,
    EventNote,
    EventPresence,
    EventRecommendation,
    EventRecommendationMove,
    EventScore,
    EventTask,
    EventTaskReport,
    EventTaskUnit,
)
from models.events import Event, EventDelegate
from models.formats import FormatChoice
from models.jobs import Job, Notice, Setting
from models.joint import JointDraft
from models.matters import AwardRound, Matter
from models.papers import (
    IncomingEntry,
    Paper,
    PaperChain,
    PaperDossier,
    PaperLink,
    PaperPart,
    PaperSignature,
    RegisterCounter,
    RegisterEntry,
    StoredFile,
)
from models.people import AwardRecord, Initiative, Membership, Office, Person, Rating
from models.reviews import ReviewAnswer, ReviewAppeal, ReviewCycle, ReviewScore, ReviewVerification
from models.units import Unit, UnitFigure, UnitName, UnitParent, UnitPlace, UnitSymbol

__all__ = [
    "Account",
    "Attachment",
    "AwardRecord",
    "AwardRound",
    "Batch",
    "BatchRow",
    "Counter",
    "Definition",
    "Delegation",
    "Dossier",
    "DossierEntry",
    "Event",
    "EventContribution",
    "EventDelegate",
    "EventNote",
    "EventPresence",
    "EventRecommendation",
    "EventRecommendationMove",
    "EventScore",
    "EventTask",
    "EventTaskReport",
    "EventTaskUnit",
    "FormatChoice",
    "Initiative",
    "Job",
    "JointDraft",
    "Matter",
    "Membership",
    "Notice",
    "Office",
    "Paper",
    "PaperChain",
    "PaperDossier",
    "PaperLink",
    "PaperPart",
    "PaperSignature",
    "Person",
    "Rating",
    "RegisterCounter",
    "IncomingEntry",
    "RegisterEntry",
    "ReviewAnswer",
    "ReviewAppeal",
    "ReviewCycle",
    "ReviewScore",
    "ReviewVerification",
    "Revision",
    "Role",
    "Setting",
    "SignIn",
    "StoredFile",
    "Unit",
    "UnitFigure",
    "UnitName",
    "UnitParent",
    "UnitPlace",
    "UnitSymbol",
    "Waiting",
]
