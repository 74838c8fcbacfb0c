"""Messages out: an outbox written in the same transaction as the change, one digest a person, and a log of both.

Serves the rule that nobody is chased twice and that notifications carry nothing restricted (domain guide D.3, rule 7).
"""
