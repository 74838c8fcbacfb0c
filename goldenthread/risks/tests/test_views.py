"""The pages of the register: what they say, what they ask back, what they refuse, and what leaves as a file."""

import csv
import io
import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.actions.models import Action
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User
from goldenthread.risks import services
from goldenthread.risks.models import Control, Risk, RiskMove, RiskScore
from goldenthread.risks.tests.factories import NOW, TODAY, Place, raised
from goldenthread.trail.models import Event

CEILING = 15
ROOT = "/wexcombe/risks/"


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


def at(risk: Risk, page: str = "") -> str:
    return f"{ROOT}{risk.pk}/{page}"


def typed(**more: Any) -> dict[str, Any]:
    return {
        "title": "Too few health visitors", "cause": "Posts are vacant.", "event": "Checks are missed.",
        "effect": "Neglect is seen late.", "category": "workforce", "group_id": "", "likelihood": "3", "impact": "4",
        "why": "Vacancies have risen.", **more,
    }  # fmt: skip


class TestEntering:
    def test_the_form_says_that_no_individuals_risk_is_kept_here(self, here: Place) -> None:
        text = said(browser(here.manager).get(f"{ROOT}raise/"))
        assert "No individual’s risk here" in text
        assert "None of this is about one child" not in text

    def test_a_risk_is_entered_and_its_page_says_everything(self, here: Place) -> None:
        client = browser(here.manager)
        answer = client.post(f"{ROOT}raise/", typed(inherent_likelihood="5", inherent_impact="4"), follow=True)
        risk = Risk.objects.get()
        assert answer.redirect_chain[-1][0] == at(risk)
        text = said(answer)
        for words in (
            "R1",
            "12 High",
            "20 Extreme",
            "Posts are vacant.",
            "Above what we accept",
            "Vacancies have risen.",
        ):
            assert words in text
        assert "OFFICIAL-SENSITIVE" in text

    @pytest.mark.parametrize(
        ("words", "looks_like"),
        [("Anna Kowalska was missed", "somebody’s name"), ("NHS 943 476 5919", "an NHS number"),
         ("K802000123456 moved", "a unique pupil number"), ("Born on 3 May 2011", "a date of birth")],
    )  # fmt: skip
    def test_what_looks_like_a_person_is_shown_and_a_tick_answers_it(
        self, here: Place, words: str, looks_like: str
    ) -> None:
        client = browser(here.manager)
        answer = client.post(f"{ROOT}raise/", typed(event=words))
        assert answer.status_code == 422
        assert looks_like in said(answer)
        assert "None of this is about one child, adult or family" in said(answer)
        assert words in said(answer)
        assert not Risk.objects.exists()
        assert client.post(f"{ROOT}raise/", typed(event=words, confirmed="yes")).status_code == 302
        assert Risk.objects.get().event == words

    def test_names_of_the_partnership_are_no_warning(self, here: Place) -> None:
        answer = browser(here.manager).post(f"{ROOT}raise/", typed(cause=f"{here.manager.name} is away."))
        assert answer.status_code == 302

    def test_half_a_score_is_asked_about(self, here: Place) -> None:
        answer = browser(here.manager).post(f"{ROOT}raise/", typed(target_likelihood="2"))
        assert "Choose both steps, or leave both out" in said(answer)

    def test_a_chair_is_offered_their_own_register_alone(self, here: Place) -> None:
        chair = here.seat("quality", "chair")
        text = said(browser(chair).get(f"{ROOT}raise/"))
        assert "Quality group" in text
        assert "The partnership’s own register" not in text
        made = browser(chair).post(f"{ROOT}raise/", typed(group_id=str(here.groups["quality"])))
        assert made.status_code == 302
        assert browser(chair).post(f"{ROOT}raise/", typed(group_id=str(here.groups["board"]))).status_code == 422


class TestWhoOpens:
    @pytest.mark.parametrize(
        "role", [Role.AGENCY_LEAD, Role.LAY_MEMBER, Role.ANALYST, Role.SYSTEM_AUDITOR, Role.INFORMATION_GOVERNANCE]
    )
    def test_the_register_is_closed_to_others_and_says_who_can_help(self, here: Place, role: Role) -> None:
        risk, client = raised(here.manager, title="Secret weakness"), browser(here.role(role))
        for path in (ROOT, f"{ROOT}matrix/", f"{ROOT}movement/", at(risk), at(risk, "score.svg"), f"{ROOT}?format=csv"):
            answer = client.get(path)
            assert answer.status_code == 403
            assert "Secret" not in said(answer)

    @pytest.mark.parametrize("kind", ["in_attendance", "member"])
    def test_a_seat_in_attendance_shows_nothing_and_a_members_shows_its_group(self, here: Place, kind: str) -> None:
        own = raised(here.manager, here.groups["quality"], title="Secret of the subgroup")
        other = raised(here.manager, title="Secret of the partnership")
        client, sees = browser(here.seat("quality", kind)), kind == "member"
        pages = {path: said(client.get(path)) for path in (ROOT, f"{ROOT}movement/", f"{ROOT}?format=csv")}
        for text in pages.values():
            assert ("Secret of the subgroup" in text) == sees
            assert "Secret of the partnership" not in text
        assert ("1 risk that is not closed" in said(client.get(f"{ROOT}matrix/"))) == sees
        assert client.get(at(own)).status_code == (200 if sees else 404)
        assert client.get(at(own, "score.svg")).status_code == (200 if sees else 404)
        assert client.get(at(other)).status_code == 404
        # The way to change it is closed to both, and to those who may not see it it does not exist.
        assert client.post(at(own, "close/"), {"why": "Over"}).status_code == 403
        assert client.post(at(own, "review/"), {"sentence": "Looked"}).status_code == (403 if sees else 404)

    def test_another_partnership_finds_nothing(self, here: Place, there: Place) -> None:
        risk = raised(here.manager)
        client = browser(there.manager)
        assert client.get(at(risk)).status_code == 404
        assert client.get(f"/heronsea/risks/{risk.pk}/").status_code == 404
        assert client.post(f"/heronsea/risks/{risk.pk}/close/", {"why": "Over"}).status_code == 404

    def test_opening_is_kept_once_a_day(self, here: Place) -> None:
        risk, client = raised(here.manager), browser(here.manager)
        for _ in range(3):
            client.get(at(risk))
            client.get(at(risk, "review/"))
        assert Event.objects.filter(name="risks.risk.read", thing_id=risk.pk).count() == 1


class TestWorking:
    def test_reviewed_no_change_is_one_click_with_its_sentence(self, here: Place) -> None:
        risk, client = raised(here.manager), browser(here.manager)
        sentence = re.search(r'id="no-change-sentence"[^>]*value="([^"]+)"', client.get(at(risk)).content.decode())
        assert sentence
        answer = client.post(at(risk, "no-change/"), {"sentence": unescape(sentence[1])}, follow=True)
        assert "Nothing has changed." in said(answer)
        assert RiskMove.objects.get().why == unescape(sentence[1])
        assert RiskScore.objects.count() == 1
        assert client.get(at(risk, "no-change/")).url == at(risk)
        refused = client.post(at(risk, "no-change/"), {"sentence": ""})
        assert refused.status_code == 422
        assert "Say in a sentence what was looked at" in said(refused)

    def test_a_review_with_another_score_shows_both_and_the_reason(self, here: Place) -> None:
        risk, client = raised(here.manager), browser(here.manager)
        given = {"sentence": "Posts were filled.", "likelihood": "2", "impact": "3"}
        text = said(client.post(at(risk, "review/"), given, follow=True))
        assert "6 Moderate" in text
        assert "Falling" in text
        assert "12 High (Possible, major)" in text
        assert "Posts were filled." in text

    @pytest.mark.parametrize("page", ["no-change/", "review/"])
    def test_a_review_neither_confirms_nor_undoes_a_score_that_nobody_saw(self, here: Place, page: str) -> None:
        risk, client = raised(here.manager, current=(3, 4)), browser(here.manager)
        shown = client.get(at(risk, "" if page == "no-change/" else page)).content.decode()
        seen = re.search(r'name="seen"[^>]*value="([^"]+)"', shown)
        assert seen
        services.score_risk(
            here.manager, NOW, TODAY, risk.pk, kind="current", likelihood=5, impact=4, why="Two have left."
        )
        mine = {"sentence": "Nothing new.", "likelihood": "3", "impact": "4", "seen": seen[1]}
        answer = client.post(at(risk, page), mine)
        assert answer.status_code == 422
        assert "has scored this risk 20: Two have left." in said(answer)
        assert RiskMove.objects.count() == 0
        again = answer.context_data["form"]["seen"].value()
        assert client.post(at(risk, page), {**mine, "likelihood": "5", "seen": again}).status_code == 302
        risk.refresh_from_db()
        assert (risk.current.score, RiskMove.objects.get().why) == (20, "Nothing new.")

    def test_two_people_who_change_one_control_see_both_texts_and_lose_nothing(self, here: Place) -> None:
        risk = raised(here.manager)
        hold = services.Hold("Babies are visited", "strong", "first")
        control = services.add_control(here.manager, NOW, TODAY, risk.pk, hold)
        client, path = browser(here.manager), f"{ROOT}controls/{control.pk}/change/"
        version = client.get(path).context_data["form"]["version"].value()
        services.change_control(here.manager, NOW, TODAY, control.pk, services.Hold("Theirs entirely", "weak", "first"))
        mine = {"text": "My own new words", "effect": "strong", "line": "first", "version": version}
        both = client.post(path, mine)
        assert both.status_code == 409
        assert "Theirs entirely" in said(both)
        assert said(both).count("My own new words") >= 2
        assert Control.objects.get().text == "Theirs entirely"
        again = {**mine, "version": both.context_data["form"]["version"].value()}
        assert client.post(path, again).status_code == 302
        assert Control.objects.get().text == "My own new words"

    def test_a_score_a_control_and_its_end(self, here: Place) -> None:
        risk, client = raised(here.manager), browser(here.manager)
        client.post(at(risk, "score/"), {"kind": "target", "likelihood": "1", "impact": "2", "why": "Asked for"})
        client.post(at(risk, "add-control/"), {"text": "Babies are visited", "effect": "strong", "line": "first"})
        control = Control.objects.get()
        text = said(client.get(at(risk)))
        assert "2 Low" in text
        assert "First line:</strong> 1 control." in text
        assert "Nobody says so yet." in text
        changed = {"text": "Babies are visited", "effect": "weak", "line": "third", "gap": "The north"}
        assert "Does not work well" in said(client.post(f"{ROOT}controls/{control.pk}/change/", changed, follow=True))
        text = said(client.post(f"{ROOT}controls/{control.pk}/end/", {"why": "Money ended"}, follow=True))
        assert "Controls that have ended (1)" in text
        assert client.get(f"{ROOT}controls/{control.pk}/change/").status_code == 403

    def test_what_two_people_write_is_shown_side_by_side(self, here: Place) -> None:
        risk, client = raised(here.manager), browser(here.manager)
        stale = typed(title="Mine", version=str(risk.version))
        client.post(at(risk, "change/"), typed(title="Theirs", version=str(risk.version)))
        answer = client.post(at(risk, "change/"), stale)
        assert answer.status_code == 409
        assert "Theirs" in said(answer)
        assert "Mine" in said(answer)
        version = re.search(r'name="version"[^>]*value="(\d+)"', answer.content.decode())
        assert version
        client.post(at(risk, "change/"), {**stale, "version": version[1]})
        assert Risk.objects.get().title == "Mine"

    def test_an_action_is_raised_and_stands_on_the_page(self, here: Place) -> None:
        risk, client = raised(here.manager, here.groups["quality"]), browser(here.manager)
        given = {
            "description": "Fill the posts", "lead": f"group:{here.groups['quality']}", "due_words": "March 2027",
            "information_class": "G",
        }  # fmt: skip
        text = said(client.post(at(risk, "raise-action/"), given, follow=True))
        assert "Fill the posts" in text
        action = Action.objects.get()
        assert "Risk register" in said(client.get(f"/wexcombe/actions/{action.pk}/"))

    def test_it_moves_through_its_life_by_its_pages(self, here: Place) -> None:
        risk, client = raised(here.manager, here.groups["quality"]), browser(here.manager)
        chair, today = here.role(Role.PARTNERSHIP_CHAIR), timezone.localdate()
        day = {"happened_on-day": today.day, "happened_on-month": today.month, "happened_on-year": today.year}
        end = {"until-day": "1", "until-month": today.month, "until-year": today.year + 1}
        steps = [
            (
                "escalate/",
                {"why": "Money", "decided_by": "The group"},
                "Escalated from Quality group to Business group",
            ),
            (
                "bring-down/",
                {"why": "Ours", "group_id": str(here.groups["quality"])},
                "Brought down from Business group",
            ),
            ("accept/", {"why": "Elsewhere", "approver_id": str(chair.user_id), **end}, "Accepted as it stands until"),
            ("issue/", {"what": "It happened", **day}, "It has become an issue"),
            ("resolve/", {"why": "Mended"}, "Issue resolved"),
            ("close/", {"why": "Over"}, "Closed"),
            ("reopen/", {"why": "Back"}, "Reopened"),
        ]
        for page, given, words in steps:
            assert client.get(at(risk, page)).status_code == 200, page
            answer = client.post(at(risk, page), {}, follow=True)
            assert answer.status_code == 422, page
            answer = client.post(at(risk, page), given, follow=True)
            assert answer.redirect_chain, (page, said(answer)[:2000])
            assert words in said(answer), page
        assert Risk.objects.get().state == "open"
        history = said(client.get(at(risk, "history/")))
        for words in ("escalated this risk", "closed this risk", "reopened this risk"):
            assert words in history

    def test_a_closed_risk_says_so_instead_of_opening_its_forms(self, here: Place) -> None:
        risk, client = raised(here.manager), browser(here.manager)
        services.close_risk(here.manager, NOW, TODAY, risk.pk, why="Over")
        for page in ("review/", "change/", "escalate/", "add-control/", "raise-action/", "close/", "accept/"):
            answer = client.get(at(risk, page))
            assert answer.status_code == 403
            assert "This risk is closed. Reopen it first." in said(answer)
        assert client.get(at(risk, "reopen/")).status_code == 200


class TestScales:
    def test_they_are_worded_anew_and_what_is_accepted_changes_at_once(self, here: Place) -> None:
        risk, client = raised(here.manager), browser(here.manager)
        assert "Above what we accept" in said(client.get(at(risk)))
        page = client.get(f"{ROOT}scales/set/").context_data["form"]
        given = {name: str(page.get_initial_for_field(field, name)) for name, field in page.fields.items()}
        given |= {"category_workforce": "eager", "likelihood_3_word": "Could well be"}
        answer = client.post(f"{ROOT}scales/set/", given, follow=True)
        assert "edition 2" in said(answer)
        text = said(client.get(at(risk)))
        assert "Above what we accept" not in text
        assert "Could well be, major" in text
        # What was said keeps the words of its day.
        assert "12 High (Possible, major)" in text
        assert client.post(f"{ROOT}scales/set/", {**given, "band_high": "2"}).status_code == 422

    def test_something_else_that_risks_are_about_is_added_once(self, here: Place) -> None:
        client = browser(here.manager)
        form = client.get(f"{ROOT}scales/set/").context_data["form"]
        given = {name: str(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}
        given |= {"new_category": "Buildings and rooms", "new_appetite": "averse"}
        assert "Buildings and rooms" in said(client.post(f"{ROOT}scales/set/", given, follow=True))
        assert client.post(f"{ROOT}raise/", typed(category="buildings_and_rooms")).status_code == 302
        assert "Of buildings and rooms we accept up to 3 (averse)" in said(client.get(at(Risk.objects.get())))
        answer = client.post(f"{ROOT}scales/set/", {**given, "category_buildings_and_rooms": "averse"})
        assert "This is in the list already" in said(answer)


class TestLists:
    def test_a_file_holds_every_word_of_what_is_shown_and_is_marked(self, here: Place) -> None:
        raised(here.manager, here.groups["quality"], duty="Children Act 2004")
        raised(here.manager, current=(1, 1), title="=cmd()")
        answer = browser(here.manager).get(f"{ROOT}?format=csv&bands=high")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) == 1
        assert (rows[0]["Risk"], rows[0]["Now"], rows[0]["Level"], rows[0]["Appetite"]) == (
            "R1", "12", "High", "Above what we accept",
        )  # fmt: skip
        assert rows[0]["Statutory duty it threatens"] == "Children Act 2004"
        every = browser(here.manager).get(f"{ROOT}?format=csv").content.decode("utf-8-sig")
        assert ",=cmd()" not in every

    def test_the_matrix_is_a_table_of_words_whose_numbers_lead_to_the_risks(self, here: Place) -> None:
        risk, client = raised(here.manager, current=(3, 4)), browser(here.manager)
        raised(here.manager, current=(1, 1))
        page = client.get(f"{ROOT}matrix/").content.decode()
        assert len(re.findall(r'<th scope="col"', page)) == 5
        assert len(re.findall(r'<th scope="row"', page)) == 5
        link = re.search(r'href="([^"]+likelihood=3[^"]+)"', page)
        assert link
        text = said(client.get(unescape(link[1])))
        assert risk.title in text
        assert "1 risk as filtered" in text

    def test_movement_prints_one_sentence_and_the_reasons(self, here: Place) -> None:
        risk, client = raised(here.manager), browser(here.manager)
        services.review_risk(here.manager, NOW, TODAY, risk.pk, sentence="Worse by far.", likelihood=5, impact=5)
        text = said(client.get(f"{ROOT}movement/?since-day=1&since-month=1&since-year=2026"))
        assert "What has moved since 1 January 2026" in text
        assert "Of 1 risk, 1 is new. 1 risk stands above what we accept." in text
        assert "Worse by far." in text
        wrong = client.get(f"{ROOT}movement/?since-day=41&since-month=1&since-year=2026")
        assert wrong.status_code == 422
        assert "must be a real date" in said(wrong)

    @pytest.mark.parametrize("path", ["", "matrix/", "movement/", "?states=open&states=closed&appetite=above"])
    def test_what_a_page_asks_stays_the_same_however_many_risks(self, here: Place, path: str) -> None:
        client = browser(here.manager)

        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{ROOT}{path}").status_code == 200
            counted = [one for one in queries if not re.search("SAVEPOINT|django_session", one["sql"])]
            return len(counted)

        for group in (None, here.groups["quality"]):
            raised(here.manager, group, owner_id=here.manager.user_id)
        few = asked()
        for number in range(30):
            risk = raised(here.manager, here.groups["board"], current=(1 + number % 5, 4))
            services.escalate_risk(here.manager, NOW, TODAY, risk.pk, why="Money")
        assert asked() == few <= CEILING
