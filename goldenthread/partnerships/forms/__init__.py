"""What people type about the structure, the agencies, the texts and each other."""

from goldenthread.partnerships.forms.about import PartnershipForm, SecondStepsForm, StatementForm
from goldenthread.partnerships.forms.absences import AbsenceForm
from goldenthread.partnerships.forms.access import AccessReviewForm, LeaverForm, ReasonForm, ResetForm
from goldenthread.partnerships.forms.agencies import AgencyForm, KnownAgencyForm, RenameForm
from goldenthread.partnerships.forms.filters import AgencyFilters, HistoryFilters, PeopleFilters
from goldenthread.partnerships.forms.imports import CorrectGroup, CorrectSeat, ImportStructure
from goldenthread.partnerships.forms.parts import Nothing
from goldenthread.partnerships.forms.people import AppointForm, ParticularsForm, PersonForm, RoleForm
from goldenthread.partnerships.forms.structure import EndForm, GroupForm, HoldSeatForm, LastDayForm, SeatForm
from goldenthread.partnerships.forms.terms import ClosingReportForm, SendBackForm, SignOffForm, TermsForm
from goldenthread.partnerships.forms.views import ViewForm

__all__ = [
    "AbsenceForm",
    "AccessReviewForm",
    "AgencyFilters",
    "AgencyForm",
    "AppointForm",
    "ClosingReportForm",
    "CorrectGroup",
    "CorrectSeat",
    "EndForm",
    "GroupForm",
    "HistoryFilters",
    "HoldSeatForm",
    "ImportStructure",
    "KnownAgencyForm",
    "LastDayForm",
    "LeaverForm",
    "Nothing",
    "ParticularsForm",
    "PartnershipForm",
    "PeopleFilters",
    "PersonForm",
    "ReasonForm",
    "RenameForm",
    "ResetForm",
    "RoleForm",
    "SeatForm",
    "SecondStepsForm",
    "SendBackForm",
    "SignOffForm",
    "StatementForm",
    "TermsForm",
    "ViewForm",
]
