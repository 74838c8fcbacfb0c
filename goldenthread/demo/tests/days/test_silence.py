"""The demonstration shows somebody who left, somebody who never came, a silence at every step, and a bulk change."""

import pytest

from goldenthread.actions import queries as actions
from goldenthread.actions.rules import Step, Why
from goldenthread.demo.tests.days.conftest import Demo

pytestmark = pytest.mark.django_db


def test_silence_is_shown_in_every_shape(loaded: Demo) -> None:
    silence = actions.list_silent(loaded.manager, loaded.today)
    reasons = {one.name: one.reasons for one in silence.owners}
    assert reasons["Gareth Lindholme"][0] == Why.LEFT
    assert Why.NEVER_SIGNED_IN in reasons["Petra Vassellby"]
    assert reasons["Hugh Tannersley"] == (Why.MISSED_CYCLES,)
    assert set(silence.standing) == {int(step) for step in Step}
    # Everybody else has signed in, so that the few who have not are seen.
    assert [name for name, why in reasons.items() if Why.NEVER_SIGNED_IN in why] == ["Petra Vassellby"]
    (made,) = actions.list_bulk_changes(loaded.manager)
    assert made.changed == 3
