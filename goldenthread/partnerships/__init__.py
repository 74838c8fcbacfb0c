"""The partnership itself: its agencies and how they take part, its groups, seats, appointments and roles.

Serves the arrangements that section 16E of the Children Act 2004 asks the safeguarding partners to make, and
Working Together's named people. Holds the tenant: every other app's tables hang on `Partnership` through `Record`.
"""
