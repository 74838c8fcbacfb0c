"""People and how they sign in: one person, one e-mail address, one account in however many partnerships.

Serves the duty to know who did what (Working Together, partnership accountability) and nothing more: what a person
may do is held by `partnerships`.
"""
