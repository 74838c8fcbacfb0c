"""Forms whose fields draw themselves as GOV.UK components, with everything a person typed escaped."""

from goldenthread.web.forms.base import Form
from goldenthread.web.forms.choices import Checkboxes, Pick, Radios, Select, Tick
from goldenthread.web.forms.dates import DateField
from goldenthread.web.forms.fields import EmailField, FileField, Hidden, LongText, Number, Password, Text
from goldenthread.web.forms.rhythm import RhythmFields, rhythm_initial
from goldenthread.web.forms.warned import Warned

__all__ = [
    "Checkboxes",
    "DateField",
    "EmailField",
    "FileField",
    "Form",
    "Hidden",
    "LongText",
    "Number",
    "Password",
    "Pick",
    "Radios",
    "RhythmFields",
    "Select",
    "Text",
    "Tick",
    "Warned",
    "rhythm_initial",
]
