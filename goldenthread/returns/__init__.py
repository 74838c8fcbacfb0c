"""What a partnership asks of its agencies, groups and people, once: question sets, rounds, returns and obligations.

Serves the duty of safeguarding partners to gather assurance (Children Act 2004, sections 11, 16G and 16H;
Education Acts, sections 175 and 157) and of groups to report to those above them (domain guide 8.4 and 8.6).
"""
