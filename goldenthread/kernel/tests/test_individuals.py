"""What looks as if it told of one person is found, and what does not is left alone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from goldenthread.kernel import individuals as rules
from goldenthread.kernel.individuals import UPN_LETTERS

nines = some.text("0123456789", min_size=9, max_size=9)
elevens = some.text("0123456789", min_size=11, max_size=11)


def nhs(nine: str) -> str:
    """The NHS number that begins with nine digits; skips those for which none is given out."""
    check = (11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11) % 11
    assume(check != 10)
    return f"{nine}{check}"


def upn(eleven: str, last: str) -> str:
    """The pupil number of eleven digits and a last sign."""
    values = [*map(int, eleven), int(last) if last.isdigit() else UPN_LETTERS.index(last)]
    return UPN_LETTERS[sum(value * (place + 2) for place, value in enumerate(values)) % 23] + eleven + last


def kinds(text: str, *known: str) -> list[str]:
    return [one.looks_like for one in rules.warnings({"event": text}, known)]


class TestNumbers:
    """kernel.nhs_number, kernel.upn"""

    def test_a_published_example_is_one(self) -> None:
        assert rules.is_nhs_number("9434765919")

    @given(nines, some.integers(0, 9), some.integers(1, 9))
    def test_any_other_digit_in_one_place_makes_it_none(self, nine: str, place: int, more: int) -> None:
        whole = nhs(nine)
        wrong = whole[:place] + str((int(whole[place]) + more) % 10) + whole[place + 1 :]
        assert rules.is_nhs_number(whole)
        assert not rules.is_nhs_number(wrong)

    @pytest.mark.parametrize("text", ["", "943476591", "94347659190", "943476591a", "９４３４７６５９１９"])
    def test_what_is_not_ten_digits_is_none(self, text: str) -> None:
        assert not rules.is_nhs_number(text)

    @given(nines, some.sampled_from(["", " ", "-", ".", "\u00a0", "\u2013", "  ", " - "]))
    def test_it_is_found_spaced_or_not(self, nine: str, between: str) -> None:
        whole = nhs(nine)
        said = between.join((whole[:3], whole[3:6], whole[6:]))
        assert "an NHS number" in kinds(f"The number {said} was read out.")

    def test_it_is_found_before_a_dash_and_not_within_a_longer_number(self) -> None:
        assert kinds("It is 9434765919- and more.") == ["an NHS number"]
        assert kinds("Order 9434765919-44, or 12-9434765919.") == []

    def test_a_telephone_number_is_left_alone(self) -> None:
        assert not rules.is_nhs_number("0117496012")
        assert kinds("Ring 01632 960 123, or 9434765918.") == []

    @given(elevens, some.sampled_from([*"0123456789", *UPN_LETTERS]))
    def test_a_pupil_number_is_found_by_its_check_letter_alone(self, eleven: str, last: str) -> None:
        whole = upn(eleven, last)
        wrong = UPN_LETTERS[(UPN_LETTERS.index(whole[0]) + 1) % 23] + whole[1:]
        assert kinds(f"Pupil {whole} moved.") == ["a unique pupil number"]
        assert kinds(f"Pupil {whole.lower()} moved.") == ["a unique pupil number"]
        assert not rules.is_upn(wrong)


class TestWords:
    """kernel.warnings"""

    @pytest.mark.parametrize(
        "text",
        [
            "He was born on 3 May 2011.",
            "DOB 03/05/2011",
            "d.o.b.: 3.5.11",
            "date of birth is 3rd May 2011",
            "03/05/2011",
        ],
    )
    def test_a_date_of_birth_is_found_once(self, text: str) -> None:
        assert kinds(text) == ["a date of birth"]

    def test_a_date_in_words_is_no_birthday(self) -> None:
        assert kinds("The contract ends on 31 March 2027 and is renewed by 3 May.") == []

    @pytest.mark.parametrize("name", ["Anna Kowalska", "Anne-Marie Smith", "Sean O’Connor", "Anna Kowalska’s"])
    def test_a_name_is_found(self, name: str) -> None:
        assert kinds(f"On Monday {name} went missing.") == ["somebody’s name"]

    @pytest.mark.parametrize(
        "text",
        [
            "The Council and Working Together 2026 say so.",
            "Integrated Care Board, Family Help, Youth Justice Service.",
            "When Children’s Social Care is short of people",
            "Since January Ofsted has asked. Police Staff are few.",
        ],
    )
    def test_words_of_the_field_are_no_names(self, text: str) -> None:
        assert kinds(text) == []

    def test_what_the_partnership_is_made_of_may_be_written(self) -> None:
        text = "Quillstone Learning Trust and Lantern Gate tell Rowan Adeyemi."
        known = ("Quillstone Learning Trust", "Lantern Gate Domestic Abuse Service", "Rowan Adeyemi")
        assert kinds(text, *known) == []
        assert kinds(text) == ["somebody’s name", "somebody’s name"]

    def test_each_is_told_once_with_where_it_stands_and_in_a_sentence(self) -> None:
        (one,) = rules.warnings({"cause": "", "event": "Anna Kowalska", "effect": "anna\nAnna Kowalska"})
        assert (one.where, one.sentence) == ("event", "“Anna Kowalska” looks like somebody’s name.")


@pytest.mark.parametrize(
    "text",
    [
        "born on the 3rd of May 2014", "dob 2014-05-03", "DOB: 03–05–14", "born in May 2014", "born May 3, 2014",
        "Date of birth: 3\u00a0May\u00a02014",
    ],
)  # fmt: skip
def test_a_birthday_is_found_as_people_write_it(text: str) -> None:
    assert kinds(f"The eldest, {text}, was missed.") == ["a date of birth"]


@pytest.mark.parametrize("name", ["José García", "Zoë Brücker", "Łucja Wiśniewska", "Seán O’Brien"])
def test_a_name_with_letters_of_other_languages_is_one(name: str) -> None:
    assert kinds(f"The family of {name} was not told.") == ["somebody’s name"]
