"""The door of cases: open, work, decide, follow; and what an app declares to plug its own in."""

from sso_core.cases.flow import FLOW, PublicStatus, Status
from sso_core.cases.registry import all_types, register, type_of
from sso_core.cases.selectors import (
    case,
    cases_of,
    open_question,
    proposal_of,
    questions_of,
    timeline,
)
from sso_core.cases.services.decide import confirm, decide_automatically, propose, send_back
from sso_core.cases.services.drafts import discard_draft, drafts_of, load_draft, save_draft
from sso_core.cases.services.opening import open_case
from sso_core.cases.services.rows import Conflict, NoSuchCase
from sso_core.cases.services.work import (
    answer,
    ask_applicant,
    assign,
    note,
    record,
    set_amount,
    set_public_status,
    stop_waiting,
    take,
    update_payload,
    withdraw,
)
from sso_core.cases.types import (
    CaseEventView,
    CasePanel,
    CaseType,
    CaseView,
    Check,
    CheckState,
    Decision,
    DraftView,
    Fact,
    Letter,
    QuestionView,
)
from sso_core.cases.verbs import Verb, register_verbs

__all__ = [
    "FLOW",
    "CaseEventView",
    "CasePanel",
    "CaseType",
    "CaseView",
    "Check",
    "CheckState",
    "Conflict",
    "Decision",
    "DraftView",
    "Fact",
    "Letter",
    "NoSuchCase",
    "PublicStatus",
    "QuestionView",
    "Status",
    "Verb",
    "all_types",
    "answer",
    "ask_applicant",
    "assign",
    "case",
    "cases_of",
    "confirm",
    "decide_automatically",
    "discard_draft",
    "drafts_of",
    "load_draft",
    "note",
    "open_case",
    "open_question",
    "proposal_of",
    "propose",
    "questions_of",
    "record",
    "register",
    "register_verbs",
    "save_draft",
    "send_back",
    "set_amount",
    "set_public_status",
    "stop_waiting",
    "take",
    "timeline",
    "type_of",
    "update_payload",
    "withdraw",
]
