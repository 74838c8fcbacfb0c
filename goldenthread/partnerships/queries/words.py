"""The words people choose from: (stable word, label) pairs for forms, filters and tables."""

import calendar

from goldenthread.partnerships.models import Agency, Appointment, Group, Participation, Seat, Statement, Strand
from goldenthread.partnerships.permissions import Role, label

STRANDS = list(Strand.choices)
GROUP_KINDS = list(Group.Kind.choices)
SEAT_KINDS = list(Seat.Kind.choices)
SECTORS = list(Agency.Sector.choices)
BASES = list(Participation.Basis.choices)
APPOINTMENTS = list(Appointment.Kind.choices)
TEXTS = list(Statement.Kind.choices)
ROLES = [(role.value, label(role)) for role in Role]
# Statutory roles are held by appointment, and a chair's by the seat; the rest is given by itself.
GIVEN_ROLES = [pair for pair in ROLES if pair[0] not in {*dict(APPOINTMENTS), Role.GROUP_CHAIR}]
MONTHS = [(str(number), calendar.month_name[number]) for number in range(1, 13)]
READERS = [("G", "Everybody who reads governance papers"), ("R", "Restricted: named roles and the group's own members")]
