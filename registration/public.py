"""The door of registration. Set-based SQL of the apps above reads its views, ``ROLL_VIEW`` and ``STANDING_VIEW``."""

from registration.caseload import is_open_for
from registration.establishments import Establishment, establishments, province_on, provinces_on
from registration.handovers import Handover, handovers_of
from registration.labels import branch_words
from registration.models import CoverageEnd, LeaveReason
from registration.panels import (
    EmployerPanel,
    PersonPanel,
    register_employer_panel,
    register_office_panel,
    register_person_panel,
)
from registration.population import insured_on
from registration.rules.insurance import Branch, Ground, Insurance
from registration.rules.section39 import Lapse
from registration.rules.section39 import lapse as section39_lapse
from registration.search import find_employers, find_people
from registration.selectors import (
    asked_destination_of,
    branch,
    branches,
    coverage_on,
    coverages,
    destination_of,
    employer,
    employer_names,
    employer_recipient,
    employer_recipients,
    employment,
    employments_of,
    insurance,
    option_branches,
    person,
    person_by_national_id,
    recipient_of,
    staff_of,
)
from registration.services.contacts import confirm_phone
from registration.services.contractors import Principal, liable_with
from registration.services.coverage import end_coverage
from registration.services.employers import EmployerApplication, apply_employer, open_account
from registration.services.enrolment import Enrol, Enrolment, enrol, enrol_people
from registration.services.family import Kin, family_of
from registration.services.leaving import leave
from registration.services.payout import request_destination
from registration.services.people import lock_person, person_from_thaid, prove_identity
from registration.services.rights import give_right, take_right
from registration.services.section39 import (
    enter_section39,
    lapse_section39,
    resign_section39,
    section39_checks,
)
from registration.services.section40 import (
    change_checks,
    change_option,
    enter_section40,
    resign_section40,
    section40_checks,
)
from registration.values import (
    BranchView,
    CoverageView,
    Destination,
    EmployerView,
    EmploymentView,
    PersonView,
)

ROLL_VIEW = "registration_roll"
STANDING_VIEW = "registration_standing"

__all__ = [
    "ROLL_VIEW",
    "STANDING_VIEW",
    "Branch",
    "BranchView",
    "CoverageEnd",
    "CoverageView",
    "Destination",
    "EmployerApplication",
    "EmployerPanel",
    "EmployerView",
    "EmploymentView",
    "Enrol",
    "Enrolment",
    "Establishment",
    "Ground",
    "Handover",
    "Insurance",
    "Kin",
    "Lapse",
    "LeaveReason",
    "PersonPanel",
    "PersonView",
    "Principal",
    "apply_employer",
    "asked_destination_of",
    "branch",
    "branch_words",
    "branches",
    "change_checks",
    "change_option",
    "confirm_phone",
    "coverage_on",
    "coverages",
    "destination_of",
    "employer",
    "employer_names",
    "employer_recipient",
    "employer_recipients",
    "employment",
    "employments_of",
    "end_coverage",
    "enrol",
    "enrol_people",
    "enter_section39",
    "enter_section40",
    "establishments",
    "family_of",
    "find_employers",
    "find_people",
    "give_right",
    "handovers_of",
    "insurance",
    "insured_on",
    "is_open_for",
    "lapse_section39",
    "leave",
    "liable_with",
    "lock_person",
    "open_account",
    "option_branches",
    "person",
    "person_by_national_id",
    "person_from_thaid",
    "prove_identity",
    "province_on",
    "provinces_on",
    "recipient_of",
    "register_employer_panel",
    "register_office_panel",
    "register_person_panel",
    "request_destination",
    "resign_section39",
    "resign_section40",
    "section39_checks",
    "section39_lapse",
    "section40_checks",
    "staff_of",
    "take_right",
]
