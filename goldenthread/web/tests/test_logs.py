"""Addresses that let their reader in are not written to a log."""

import logging

import pytest

from goldenthread.web.logs import HideSecretAddresses


@pytest.mark.parametrize(
    ("words", "args", "written"),
    [
        ("%s: %s", ("Gone", "/answer/WyJhYiJd:sig-nature_1/"), "Gone: /answer/…/"),
        ("Failed: /accounts/password/reset/key/4-abc/", (), "Failed: /accounts/password/reset/key/…/"),
        ("%s: %s", ("Refused", "/accounts/invitation/a-B_c/"), "Refused: /accounts/invitation/…/"),
        ("Not Found: /answers/of/all/", (), "Not Found: /answers/of/all/"),
        ("100%% of %s", ("it",), "100% of it"),
    ],
)  # fmt: skip
def test_secrets_are_left_out_and_the_rest_is_kept(words: str, args: tuple[str, ...], written: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, words, args, None)
    assert HideSecretAddresses().filter(record)
    assert record.getMessage() == written
