"""The page on which indicators are taken over: the whole national library, or one subject of it."""

import pytest

from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.indicators.catalogue import catalogue
from goldenthread.measures.indicators.definition import Polarity
from goldenthread.people.models import User
from goldenthread.scorecards import services
from goldenthread.scorecards.models import Indicator, Target
from goldenthread.scorecards.tests.factories import CODES, NOW, target

PATH = "/wexcombe/scorecards/indicators/adopt/"


@pytest.fixture
def manager(here, client):
    person = User.objects.get(pk=here.manager.user_id)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def offered(page: str) -> set[str]:
    return {code for code in catalogue() if f'value="{code}"' in page}


def test_everything_that_is_not_here_yet_is_offered(manager):
    page = manager.get(PATH).content.decode()
    assert offered(page) == set(catalogue()) - set(CODES)
    assert f"<strong>All {len(catalogue()) - len(CODES)}</strong>" in page


def test_one_subject_is_offered_by_itself_and_taken_over(manager, here):
    address = f"{PATH}?subject=Private+fostering"
    page = manager.get(address).content.decode()
    assert offered(page) == {"PF01", "PF01A", "PF02", "PF03"}
    assert "<strong>Private fostering 4</strong>" in page
    answer = manager.post(address, {"codes": ["PF01", "PF03"], "grain": "quarter", "agency_id": str(here.agency_id)})
    assert answer.status_code == 302
    assert set(Indicator.objects.filter(subject="Private fostering").values_list("code", "grain")) == {
        ("PF01", "quarter"),
        ("PF03", "quarter"),
    }
    assert offered(manager.get(address).content.decode()) == {"PF01A", "PF02"}


def test_a_subject_there_is_none_of_offers_everything(manager):
    page = manager.get(f"{PATH}?subject=Weather").content.decode()
    assert offered(page) == set(catalogue()) - set(CODES)


def test_nothing_of_which_neither_high_nor_low_is_good_ever_has_a_target(here):
    codes = [one.code for one in catalogue().values() if one.polarity is Polarity.NONE]
    assert len(codes) > 50
    here.indicators |= {one.code: one for one in services.adopt_indicators(here.manager, NOW, codes)}
    for code in codes:
        with pytest.raises(Refused, match="Neither high nor low is good by itself"):
            target(here, code, "5")
    assert not Target.objects.exists()
