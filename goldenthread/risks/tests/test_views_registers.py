"""The pages of registers and of their reviews: what they offer, say and refuse, and how many queries they ask."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.partnerships.permissions import Role
from goldenthread.returns.models import Obligation
from goldenthread.risks import services
from goldenthread.risks.tests.factories import NOW, TODAY, Place, raised
from goldenthread.risks.tests.test_views import CEILING, ROOT, browser, said


def review(place: Place, group: str = "quality", to: str = "business") -> Any:
    rota = services.Rota(place.groups[to])
    return services.review_register(place.manager, NOW, TODAY, place.groups[group], rota)


class TestSettingTheReview:
    def test_from_the_register_in_one_step_and_back_to_it(self, here: Place) -> None:
        raised(here.manager, here.groups["quality"], current=(1, 2))
        client, register = browser(here.manager), here.groups["quality"]
        assert "Review this register three times a year" in said(client.get(f"{ROOT}?register={register}"))
        form = client.get(f"{ROOT}registers/{register}/review/")
        assert f'<option value="{here.groups["business"]}" selected' in form.content.decode()
        typed = {"to_group_id": str(here.groups["business"]), "months": ["2", "6", "10"]}
        answer = client.post(f"{ROOT}registers/{register}/review/", typed, follow=True)
        assert answer.redirect_chain[-1][0] == f"{ROOT}?register={register}"
        text = said(answer)
        duty = Obligation.objects.get()
        assert f'Reviewed under</strong> <a class="govuk-link" href="/wexcombe/reporting/{duty.pk}/"' in text
        assert "by Quality group, to Business group" in text

    def test_the_partnerships_own_asks_which_group_reviews_it(self, here: Place) -> None:
        client = browser(here.manager)
        answer = client.post(f"{ROOT}registers/partnership/review/", {"months": ["2"]})
        assert answer.status_code == 422
        assert "Choose which group reviews the register" in said(answer)
        typed = {
            "by_group_id": str(here.groups["business"]), "to_group_id": str(here.groups["board"]), "months": ["2"],
        }  # fmt: skip
        assert client.post(f"{ROOT}registers/partnership/review/", typed).status_code == 302
        assert Obligation.objects.get().by_group_id == here.groups["business"]

    def test_a_second_duty_is_refused_beside_the_form(self, here: Place) -> None:
        review(here)
        typed = {"to_group_id": str(here.groups["board"]), "months": ["2"]}
        answer = browser(here.manager).post(f"{ROOT}registers/{here.groups['quality']}/review/", typed)
        assert answer.status_code == 422
        assert "reviewed already" in said(answer)
        assert Obligation.objects.count() == 1

    def test_it_is_for_the_unit_and_for_registers_of_here(self, here: Place, there: Place) -> None:
        path = f"{ROOT}registers/{here.groups['quality']}/review/"
        assert browser(here.seat("quality", "chair")).get(path).status_code == 403
        client = browser(here.manager)
        for other in (there.groups["quality"], "nonsense"):
            assert client.get(f"{ROOT}registers/{other}/review/").status_code == 404


class TestTheList:
    def test_a_reader_without_the_right_is_offered_nothing(self, here: Place) -> None:
        scrutineer = browser(here.role(Role.INDEPENDENT_SCRUTINEER))
        assert "three times a year" not in said(scrutineer.get(f"{ROOT}registers/"))
        member = browser(here.seat("quality", "member"))
        text = said(member.get(f"{ROOT}registers/"))
        assert "Quality group" in text
        assert "Business group" not in text

    def test_the_page_of_a_risk_names_its_duty(self, here: Place) -> None:
        risk = raised(here.manager, here.groups["quality"], current=(1, 2))
        own = raised(here.manager, current=(1, 2))
        review(here)
        client = browser(here.manager)
        assert "Review of the risk register of Quality group" in said(client.get(f"{ROOT}{risk.pk}/"))
        assert "Reviewed under" not in said(client.get(f"{ROOT}{own.pk}/"))
        rota = services.Rota(here.groups["board"], by_group_id=here.groups["business"])
        services.review_register(here.manager, NOW, TODAY, None, rota)
        assert "Review of the risk register of the partnership" in said(client.get(f"{ROOT}{own.pk}/"))

    def test_more_registers_and_risks_cost_no_more_queries(self, here: Place) -> None:
        review(here)
        raised(here.manager, here.groups["quality"])
        paths = (f"{ROOT}registers/", f"{ROOT}?register={here.groups['quality']}")
        few = [self._queries(here, path) for path in paths]
        review(here, "business", "board")
        for _ in range(4):
            raised(here.manager, here.groups["quality"])
            raised(here.manager, here.groups["business"])
        assert [self._queries(here, path) for path in paths] == few
        assert max(few) <= CEILING

    def _queries(self, here: Place, path: str) -> int:
        client = browser(here.manager)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return sum("SAVEPOINT" not in one["sql"] and "django_session" not in one["sql"] for one in asked)
