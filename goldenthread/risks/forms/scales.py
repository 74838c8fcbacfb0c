"""The scales, levels and appetite, worded by the partnership: one box for each word of the scale that stands."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from goldenthread.risks import rules
from goldenthread.web.forms import Form, Number, Select, Text

APPETITES = [(key, f"{word}: {meaning}") for key, (word, meaning) in rules.APPETITE_WORDS.items()]


class SetScales(Form):
    """Every word, meaning, limit and appetite of a scale; made from the one that stands."""

    def __init__(self, *args: Any, scale: rules.Scale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = scale
        for name, title, steps in (("likelihood", "Likelihood", scale.likelihood), ("impact", "Impact", scale.impact)):
            for step in steps:
                here = f"{title} {step.level}"
                self._add(f"{name}_{step.level}_word", Text(f"{here}: word", max_length=30, width="20"), step.word)
                self._add(f"{name}_{step.level}_meaning", Text(f"{here}: meaning", max_length=200), step.meaning)
        for band in scale.bands[1:]:
            self._add(f"band_{band.key}", Number(f"{band.word} from a score of", smallest=2, width="3"), band.lowest)
        for band in scale.bands:
            label = f"{band.word}: months between reviews"
            self._add(f"months_{band.key}", Number(label, smallest=1, largest=12, width="3"), band.review_months)
        for key, (word, _) in rules.APPETITE_WORDS.items():
            label = f"{word}: highest score we accept"
            self._add(f"appetite_{key}", Number(label, smallest=1, width="3"), scale.appetites[key])
        for one in scale.categories:
            chosen = Select(f"Appetite: {one.word}", choices=APPETITES, empty=None)
            self._add(f"category_{one.key}", chosen, one.appetite)
        hint = "Only where something is missing from the list above."
        another = Text("Another thing risks are about", hint=hint, required=False, max_length=40)
        self._add("new_category", another, "")
        self._add("new_appetite", Select("Appetite for it", choices=APPETITES, empty=None), "cautious")

    def clean_new_category(self) -> str:
        """The word of the category to be added, or nothing. Raises `ValidationError` for one that is there."""
        said = " ".join(self.cleaned_data["new_category"].split())
        if said and self._key(said) in {one.key for one in self.scale.categories}:
            raise ValidationError("This is in the list already")
        return said

    @staticmethod
    def _key(words: str) -> str:
        return slugify(words).replace("-", "_")[:40] or "other"

    def _add(self, name: str, made: Any, stands: object) -> None:
        self.fields[name] = made
        self.initial.setdefault(name, stands)

    def answer(self) -> rules.Scale:
        """The scale that was written."""
        said, scale = self.cleaned_data, self.scale
        steps = {
            name: tuple(
                replace(one, word=said[f"{name}_{one.level}_word"], meaning=said[f"{name}_{one.level}_meaning"])
                for one in getattr(scale, name)
            )
            for name in ("likelihood", "impact")
        }
        return rules.Scale(
            **steps,
            bands=tuple(
                replace(one, lowest=said.get(f"band_{one.key}", one.lowest), review_months=said[f"months_{one.key}"])
                for one in scale.bands
            ),
            categories=(
                *(replace(one, appetite=said[f"category_{one.key}"]) for one in scale.categories),
                *self._added(),
            ),
            appetites={key: said[f"appetite_{key}"] for key in rules.APPETITE_WORDS},
        )

    def _added(self) -> list[rules.Category]:
        word = self.cleaned_data["new_category"]
        return [rules.Category(self._key(word), word, self.cleaned_data["new_appetite"])] if word else []
