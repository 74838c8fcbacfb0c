"""The tenant and the tables that say who takes part, who sits where, and who holds which role."""

from goldenthread.partnerships.models.absences import Absence
from goldenthread.partnerships.models.access import AccessReview, AccessReviewLine, Invitation, SecondStepReset
from goldenthread.partnerships.models.agencies import Agency, AgencyName, Participation
from goldenthread.partnerships.models.imports import StructureImport
from goldenthread.partnerships.models.people import Appointment, Membership
from goldenthread.partnerships.models.record import Dated, Record, Records, Unread, in_order, searched
from goldenthread.partnerships.models.structure import Group, GroupAlias, Seat, SeatHolder
from goldenthread.partnerships.models.tenant import Partnership, Strand, strands_field
from goldenthread.partnerships.models.terms import ClosingReport, TermsOfReference
from goldenthread.partnerships.models.texts import Statement
from goldenthread.partnerships.models.views import SavedView

__all__ = [
    "Absence",
    "AccessReview",
    "AccessReviewLine",
    "Agency",
    "AgencyName",
    "Appointment",
    "ClosingReport",
    "Dated",
    "Group",
    "GroupAlias",
    "Invitation",
    "Membership",
    "Participation",
    "Partnership",
    "Record",
    "Records",
    "SavedView",
    "Seat",
    "SeatHolder",
    "SecondStepReset",
    "Statement",
    "Strand",
    "StructureImport",
    "TermsOfReference",
    "Unread",
    "in_order",
    "searched",
    "strands_field",
]
