"""The challenge log: what the chair, the scrutineer or a partner put to an agency, what it answered, what came of it.

Serves the scrutiny that Working Together asks of safeguarding partners (domain guide 2.3 and 5.4). The register of
professional disagreements about one child is another thing and is not kept here.
"""
