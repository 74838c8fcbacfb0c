"""Counts child-level extracts on the analyst's own machine, so that only safe aggregates leave it (decision 20).

Pure: no Django, no database, no network, no clock. It serves the agreed multi-agency data set that safeguarding
partners keep under Working Together, and is used by the command line, by `scorecards` and by nobody's server.
"""
