"""Tables, one module per aggregate.

Columns are typed and constraints stand in the database; statuses repeat what the engine folds, so that lists
can be filtered. No business rule lives here, and nothing here knows services or the request.
"""

from models.accounts import Account, Role, SignIn
from models.batches import Batch, BatchRow
from models.calendars import CalendarFeed
from models.councils import (
    Council,
    CouncilCharge,
    CouncilCount,
    CouncilItem,
    CouncilMember,
    CouncilRecusal,
    CouncilSeat,
    CouncilSitting,
)
from models.deciding import BulkDecision, BulkItem, FindingCount
from models.delegations import Delegation, DelegationFile
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
from models.imports import ImportChange, ImportRun, StagedImport, StagedRow
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
from models.search import SearchRow
from models.telling import Contact, DailyHead, Letter, MessageText, SweepMark, TellingWish
from models.unit_acts import MatterMove, UnitAct, UnitActUnit, UnitReminder
from models.units import Unit, UnitFigure, UnitLink, UnitName, UnitParent, UnitPlace, UnitSymbol
from models.ways_in import AccountEvent, AccountKey, AccountPolicy, AccountSession, OneTimeNumbers, Passkey

__all__ = [
    "Account",
    "AccountEvent",
    "AccountKey",
    "AccountPolicy",
    "AccountSession",
    "Attachment",
    "AwardRecord",
    "AwardRound",
    "Batch",
    "BatchRow",
    "CalendarFeed",
    "Contact",
    "Council",
    "CouncilCharge",
    "CouncilCount",
    "CouncilItem",
    "CouncilMember",
    "CouncilRecusal",
    "CouncilSeat",
    "CouncilSitting",
    "BulkDecision",
    "BulkItem",
    "Counter",
    "DailyHead",
    "Definition",
    "Delegation",
    "DelegationFile",
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
    "FindingCount",
    "FormatChoice",
    "IncomingEntry",
    "ImportChange",
    "ImportRun",
    "Initiative",
    "Job",
    "JointDraft",
    "Letter",
    "Matter",
    "MatterMove",
    "Membership",
    "MessageText",
    "Notice",
    "Office",
    "OneTimeNumbers",
    "Paper",
    "PaperChain",
    "PaperDossier",
    "PaperLink",
    "PaperPart",
    "PaperSignature",
    "Passkey",
    "Person",
    "Rating",
    "RegisterCounter",
    "RegisterEntry",
    "ReviewAnswer",
    "ReviewAppeal",
    "ReviewCycle",
    "ReviewScore",
    "ReviewVerification",
    "Revision",
    "Role",
    "Setting",
    "SearchRow",
    "SignIn",
    "StagedImport",
    "StagedRow",
    "StoredFile",
    "SweepMark",
    "TellingWish",
    "Unit",
    "UnitAct",
    "UnitActUnit",
    "UnitFigure",
    "UnitLink",
    "UnitName",
    "UnitParent",
    "UnitPlace",
    "UnitReminder",
    "UnitSymbol",
    "Waiting",
]
