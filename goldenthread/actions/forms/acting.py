"""Update, rate, move, evidence and finish."""

import datetime as dt
from typing import Any

from goldenthread.actions.forms.raising import CLASSES, IN_WORDS
from goldenthread.actions.rules import IMPACT_WORDS, STRENGTH_WORDS, Strength
from goldenthread.documents.rules import QUADRANTS, RESTS_ON, STRENGTHS
from goldenthread.kernel.rag import WORDS, Delivery
from goldenthread.web.forms import DateField, FileField, Form, Hidden, LongText, Radios, Text

SAID = (Delivery.ON_TRACK, Delivery.AT_RISK, Delivery.OFF_TRACK, Delivery.NOT_STARTED)
TAKE_BACK = "take_back"
RATINGS = [(one.value, WORDS[one].tag) for one in SAID]
HINTS = {one.value: WORDS[one].in_full for one in SAID}


class GiveUpdate(Form):
    """One update: words, the lead's rating, and for whom where the unit writes."""

    text = LongText("What has happened since", max_length=4000, rows=6, missing="Write what has happened")
    delivery = Radios("How delivery stands", choices=RATINGS, hints=HINTS, missing="Choose how delivery stands")
    on_behalf_of = Text("On whose behalf", hint="Their name is kept beside yours", required=False, width="two-thirds")

    def __init__(self, *args: Any, rates: bool, records_for: str, last: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = last
        if not rates:
            del self.fields["delivery"]
        if not records_for:
            del self.fields["on_behalf_of"]
        else:
            self.fields["on_behalf_of"].initial = records_for


class OnBehalf(Form):
    """For whom the unit says that nothing has changed."""

    on_behalf_of = Text("On whose behalf", hint="Their name is kept beside yours", required=False, width="two-thirds")

    def __init__(self, *args: Any, records_for: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not records_for:
            del self.fields["on_behalf_of"]
        else:
            self.fields["on_behalf_of"].initial = records_for


class RateDelivery(Form):
    """The chair's last word on delivery, or taking it back."""

    value = Radios("Your rating", choices=RATINGS, hints=HINTS, missing="Choose a rating")
    reason = LongText(
        "Why", hint="Needed where your word differs from the one shown", max_length=2000, rows=4, required=False
    )
    seen = Hidden(required=False)

    def __init__(self, *args: Any, may_take_back: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_take_back:
            self.fields["value"].choices = [*RATINGS, (TAKE_BACK, "Take my word back")]  # type: ignore[attr-defined]
            self.fields["value"].hints = {**HINTS, TAKE_BACK: "The lead's word, or the computed one, is shown again."}  # type: ignore[attr-defined]


class Rate(Form):
    """A rating of impact or of the strength of evidence, with what shows it."""

    value = Radios("Your rating", missing="Choose a rating")
    reason = LongText("What shows it", max_length=2000, rows=4, required=False)

    def __init__(self, *args: Any, axis: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words: dict[Any, Any] = dict(IMPACT_WORDS)
        if axis != "impact":
            words = {one: word for one, word in STRENGTH_WORDS.items() if one != Strength.NONE}
        self.fields["value"].choices = [(one.value, word.tag) for one, word in words.items()]  # type: ignore[attr-defined]
        self.fields["value"].hints = {one.value: word.in_full for one, word in words.items()}  # type: ignore[attr-defined]


class MoveDate(Form):
    """A new date, as a day or in words, and why."""

    due_on = DateField("The new date", hint="For example 30 6 2027", subject="The new date", required=False)
    due_words = Text("Or the new date in words", hint=IN_WORDS, required=False, max_length=300)
    reason = LongText("Why it moves", hint="Needed when it moves later", max_length=2000, rows=4, required=False)
    version = Hidden()

    def clean(self) -> dict[str, Any]:
        """One of the two, not both. Adds an error where neither or both are given."""
        cleaned = super().clean() or {}
        day, words = cleaned.get("due_on"), cleaned.get("due_words", "").strip()
        if "due_on" not in self.errors and not day and not words:
            self.add_error("due_on", "Enter the new date, or say it in words")
        if day and words:
            self.add_error("due_words", "Give the date either as a day or in words, not both")
        cleaned["due"] = [day] if isinstance(day, dt.date) else [words]
        return cleaned


class AddMilestone(Form):
    """What will be evidenced, and by when."""

    text = LongText("What will be evidenced", max_length=1000, rows=3, missing="Say what will be evidenced")
    due_words = Text("By when", hint=f"A day, or in words. {IN_WORDS}", required=False, max_length=200)


class MeetMilestone(Form):
    """The day on which a milestone was met."""

    met_on = DateField("When was it met?", subject="The day it was met")


class Reason(Form):
    """A reason, compulsory."""

    reason = LongText("Why", max_length=2000, rows=4, missing="Say why")

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


class AddEvidence(Form):
    """A piece of evidence: what it shows, what it rests on, which side it comes from, how strong it is."""

    claim = LongText(
        "What it shows", hint="One sentence, such as: Nine in ten plans have a named lead", max_length=500, rows=2,
        missing="Say what the evidence shows",
    )  # fmt: skip
    kind = Radios(
        "What it rests on", choices=[(key, words.word) for key, words in RESTS_ON.items()],
        hints={key: words.sentence for key, words in RESTS_ON.items()}, missing="Choose what it rests on",
    )  # fmt: skip
    upload = FileField("File", hint="For a document: Word, Excel, PDF, a picture or text, up to 20 MB", required=False)
    url = Text("Address", hint="For a page on the web, beginning with https://", required=False, max_length=1000)
    statement = LongText(
        "What was said, and by whom", hint="For somebody's word", required=False, max_length=4000, rows=3
    )
    quadrant = Radios(
        "Which side it comes from", choices=[(key, words.word) for key, words in QUADRANTS.items()],
        hints={key: words.sentence for key, words in QUADRANTS.items()}, missing="Choose which side it comes from",
    )  # fmt: skip
    strength = Radios(
        "How strong it is", choices=[(key, words.word) for key, words in STRENGTHS.items()],
        hints={key: words.sentence for key, words in STRENGTHS.items()}, missing="Choose how strong it is",
    )  # fmt: skip
    dated_on = DateField("Its date", hint="When it was written or counted", subject="The date of the evidence")
    information_class = Radios("Who may read it", choices=CLASSES)


class AskCompletion(Form):
    """The day it was done, and what was achieved."""

    done_on = DateField("When was it done?", subject="The day it was done")
    statement = LongText(
        "What was achieved", hint="For whoever accepts it: what changed, and where the evidence shows it",
        max_length=4000, rows=5, required=False,
    )  # fmt: skip


class AnswerCompletion(Form):
    """Accept, or return with what is missing."""

    answer = Radios(
        "Is it complete?",
        choices=[("accept", "Yes, accept it as complete"), ("return", "No, return it to its lead")],
        missing="Choose whether it is complete",
    )
    statement = LongText(
        "What you looked at, or what is missing", hint="Needed where you return it", max_length=2000, rows=4,
        required=False,
    )  # fmt: skip
