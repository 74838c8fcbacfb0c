"""Under which duty to report a register is reviewed."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import IsNull

from goldenthread.partnerships.models import Group, Record, Records
from goldenthread.returns import rules as returns
from goldenthread.returns.models import Obligation, ObligationDate


class RegisterReviews(Records):
    """Ties between registers and duties, of which those of a duty that has ended count no more."""

    def of_register(self, group_id: object) -> Self:
        """Those of one register: a group's, or (None) the partnership's own."""
        return self.filter(group__isnull=True) if group_id is None else self.filter(group_id=group_id)

    def in_force(self, today: date) -> Self:
        """Those whose duty has not ended."""
        return self.filter(Q(obligation__ends_on__isnull=True) | Q(obligation__ends_on__gte=today))

    def of_this(self) -> Self:
        """Those of the register in which the risk of the outer query stands."""
        own = Q(IsNull(OuterRef("group_id"), True), group__isnull=True)
        return self.filter(Q(group_id=OuterRef("group_id")) | own)


class RegisterReview(Record):
    """The standing duty under which a register is reviewed. `group` is the one whose register it is, none for the
    partnership's own; who reviews, to whom and when is kept by the duty alone.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    obligation = models.OneToOneField(Obligation, on_delete=models.PROTECT, related_name="register_review")

    objects: ClassVar = RegisterReviews.as_manager()

    privacy: ClassVar[dict[str, str]] = {"ordinary": "group obligation"}

    class Meta:
        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        return str(self.obligation)


def by_duty() -> Q:
    """The condition that the next review of a risk is the very date of its register, asked for or still to be asked.

    Once the review of the register has been sent, a risk that was not looked at is asked for by itself.
    """
    asked = Q(round__isnull=True) | Q(round__returns__state__in=returns.OWED)
    days = ObligationDate.objects.filter(
        asked, partnership_id=OuterRef("partnership_id"), due_on=OuterRef("next_review_on"), is_left_out=False
    )
    own = Q(IsNull(OuterRef("group_id"), True), obligation__register_review__group__isnull=True)
    tied = days.filter(obligation__register_review__isnull=False)
    return Q(Exists(tied.filter(Q(obligation__register_review__group_id=OuterRef("group_id")) | own)))
