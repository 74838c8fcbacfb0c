"""Addresses that let their reader in are not written to a log."""

import logging
import sys

import pytest
from django.core.exceptions import DisallowedHost

from goldenthread.web.logs import HideSecretAddresses, InOneLine


@pytest.mark.parametrize(
    ("words", "args", "written"),
    [
        ("%s: %s", ("Gone", "/answer/WyJhYiJd:sig-nature_1/"), "Gone: /answer/…/"),
        ("Failed: /accounts/password/reset/key/4-abc/", (), "Failed: /accounts/password/reset/key/…/"),
        ("Gone: /accounts/invitation/mfgoN455rO/", (), "Gone: /accounts/invitation/…/"),
        ("%s: %s", ("Refused", "/accounts/invitation/a-B_c/"), "Refused: /accounts/invitation/…/"),
        ("Not Found: /answers/of/all/", (), "Not Found: /answers/of/all/"),
        ("100%% of %s", ("it",), "100% of it"),
    ],
)  # fmt: skip
def test_secrets_are_left_out_and_the_rest_is_kept(words: str, args: tuple[str, ...], written: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, words, args, None)
    assert HideSecretAddresses().filter(record)
    assert record.getMessage() == written


def test_a_name_that_is_not_ours_takes_one_line_of_the_log() -> None:
    try:
        raise DisallowedHost("Invalid HTTP_HOST header: '203.0.113.9'.")
    except DisallowedHost:
        told = sys.exc_info()
    for name, in_one_line in (("django.security.DisallowedHost", True), ("django.request", False)):
        record = logging.LogRecord(name, logging.ERROR, "", 1, "Invalid HTTP_HOST header: '203.0.113.9'.", (), told)
        assert InOneLine().filter(record)
        assert (len(logging.Formatter().format(record).splitlines()) == 1) == in_one_line
