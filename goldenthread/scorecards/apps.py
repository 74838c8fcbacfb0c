"""The scorecards app: how figures read in a history, hang on the thread, and stand in the header."""

from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    """The multi-agency data set and its scorecards."""

    name = "goldenthread.scorecards"
