"""The list of settings is whole: every variable the program reads is told, and none is told that it does not read."""

import re

from goldenthread.config.variables import variables
from tests.architecture.source import modules

READ = re.compile(r'(?:env\.\w+\(|environ\.get\(|VARIABLE = )\s*"([A-Z][A-Z0-9_]+)"')
# Read for its default alone; it is Django's and never set by whoever runs the service.
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def test_every_variable_is_told_once():
    read = {name for path in modules() for name in READ.findall(path.read_text())} - NOT_OURS
    told = [one.name for one in variables()]
    assert len(told) == len(set(told))
    assert set(told) == read


def test_each_says_what_it_does_and_what_holds_without_it():
    for one in variables():
        assert one.sentence.endswith("."), one.name
        assert one.unset, one.name
