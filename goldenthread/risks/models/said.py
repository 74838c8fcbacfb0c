"""What was said of a risk: scores, controls, decisions, the issue it became; and the scales it was scored on."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldenthread.partnerships.models import Group, Record
from goldenthread.risks.models.risk import PERSON, Risk
from goldenthread.risks.rules import EFFECT_WORDS, LINE_WORDS, MOVE_WORDS, SCORE_WORDS, Scale, restored


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(key.value, said if isinstance(said, str) else said[0]) for key, said in words.items()]


class RiskScale(Record):
    """The scale, levels, categories and appetite in one edition; the newest is in force, and none is ever changed."""

    edition = models.PositiveSmallIntegerField()
    told = models.JSONField()
    set_at = models.DateTimeField()
    set_by_name = models.CharField(max_length=200)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "edition told set_at", "personal": "set_by_name"}

    class Meta:
        ordering: ClassVar = ["-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "edition"], name="one_risk_scale_of_each_edition")
        ]

    @property
    def scale(self) -> Scale:
        """The scale as the rules read it."""
        return restored(self.told)

    def __str__(self) -> str:
        return f"Scales of risk, edition {self.edition}"


class RiskScore(Record):
    """One score of a risk, on the scale of its day. It is never changed: a new one is said."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="scores")
    kind = models.CharField(max_length=10, choices=_choices(SCORE_WORDS))
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=20)
    scale = models.ForeignKey(RiskScale, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    said_at = models.DateTimeField()
    said_on = models.DateField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    said_by_name = models.CharField(max_length=200)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "risk kind likelihood impact score band scale why said_at said_on",
        "personal": "said_by said_by_name",
    }

    class Meta:
        ordering: ClassVar = ["said_at", "created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, impact__gte=1, score=F("likelihood") * F("impact")),
                name="risk_score_is_likelihood_times_impact",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["risk", "kind", "-said_at"], name="scores_of_a_risk")]

    def __str__(self) -> str:
        return f"{self.score}"


class Control(Record):
    """Something that holds a risk: how well, who says so, what is missing, and whether it has ended."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="controls")
    text = models.TextField()
    effect = models.CharField(max_length=10, choices=_choices(EFFECT_WORDS))
    line = models.CharField(max_length=10, choices=_choices(LINE_WORDS))
    gap = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    added_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "risk text effect line gap added_on ended_on ended_why",
        "personal": "owner",
    }

    class Meta:
        ordering: ClassVar = ["ended_on", "added_on", "created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_why="") | Q(ended_on__isnull=False) & ~Q(ended_why=""),
                name="control_ended_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return "Control"


class RiskMove(Record):
    """One decision about a risk as a whole, with its reason and who made it: a review, a way up or down, an end."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=20, choices=_choices(MOVE_WORDS))
    why = models.TextField()
    decided_by_name = models.CharField(max_length=200)
    from_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    until_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    made_by_name = models.CharField(max_length=200)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "risk kind why from_group to_group until_on made_at made_on",
        "personal": "decided_by_name made_by made_by_name",
    }

    class Meta:
        ordering: ClassVar = ["-made_at", "-created_at"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(why=""), name="risk_moves_with_a_reason")]
        indexes: ClassVar = [models.Index(fields=["partnership", "made_on"], name="risk_moves_by_day")]

    def __str__(self) -> str:
        return MOVE_WORDS_BY_KEY.get(self.kind, self.kind)


MOVE_WORDS_BY_KEY = {key.value: words for key, words in MOVE_WORDS.items()}


class Issue(Record):
    """What a risk became when it happened: what, when, who deals with it, and how it was resolved."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="issues")
    what = models.TextField()
    happened_on = models.DateField()
    response = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    resolved_on = models.DateField(null=True, blank=True)
    resolution = models.TextField(blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "risk what happened_on response resolved_on resolution",
        "personal": "owner",
    }

    class Meta:
        ordering: ClassVar = ["-happened_on", "-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["risk"], condition=Q(resolved_on__isnull=True), name="one_standing_issue_of_a_risk"
            ),
            models.CheckConstraint(
                condition=Q(resolved_on__isnull=True, resolution="") | Q(resolved_on__isnull=False) & ~Q(resolution=""),
                name="issue_resolved_with_words",
            ),
        ]

    def __str__(self) -> str:
        return "Issue"
