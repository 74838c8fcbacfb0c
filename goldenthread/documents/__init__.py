"""Evidence and the files it rests on: whose they are, how they are marked, who may read them.

Serves the duty to show impact in the yearly report (Working Together, yearly report) and the handling of marked
papers (domain guide, section 9 and Annex D.1).
"""
