"""The one action tracker: who leads, by when, how it stands in three ratings, what shows it, who accepted it.

Serves the safeguarding partners' duty to see recommendations and plans carried out with demonstrable impact (Working
Together, lead and delegated safeguarding partners; domain guide 8.2 and Annex A row 10).
"""
