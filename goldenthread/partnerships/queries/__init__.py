"""Find partnerships, agencies, groups, people and roles, always within one partnership and on one day."""

from goldenthread.partnerships.queries.acting import (
    ROLE_OF_APPOINTMENT,
    actor_for,
    any_partnership,
    partnership_by_slug,
    partnerships_of,
    system_actor,
    unit_actor,
)
from goldenthread.partnerships.queries.agencies import (
    AgencyLine,
    agency_known_as,
    list_agencies,
    list_participations,
    name_on,
    show_agency,
)
from goldenthread.partnerships.queries.groups import (
    list_groups,
    show_group,
    show_holder,
    show_seat,
    things_around,
    things_of_group,
)
from goldenthread.partnerships.queries.holdings import (
    AgencyDetail,
    Holding,
    PersonLine,
    agency_detail,
    list_directory,
    list_holdings,
    show_holding,
    show_person,
)
from goldenthread.partnerships.queries.leads import lead_choices, seat_choices
from goldenthread.partnerships.queries.people import Known, is_in_partnership, known_leads, known_people, list_people
from goldenthread.partnerships.queries.texts import show_partnership, statement_versions, statements

__all__ = [
    "ROLE_OF_APPOINTMENT",
    "AgencyDetail",
    "AgencyLine",
    "Holding",
    "Known",
    "PersonLine",
    "actor_for",
    "agency_detail",
    "agency_known_as",
    "any_partnership",
    "is_in_partnership",
    "known_leads",
    "known_people",
    "lead_choices",
    "list_agencies",
    "list_directory",
    "list_groups",
    "list_holdings",
    "list_participations",
    "list_people",
    "name_on",
    "partnership_by_slug",
    "partnerships_of",
    "seat_choices",
    "show_agency",
    "show_group",
    "show_holder",
    "show_holding",
    "show_partnership",
    "show_person",
    "show_seat",
    "statement_versions",
    "statements",
    "system_actor",
    "things_around",
    "things_of_group",
    "unit_actor",
]
