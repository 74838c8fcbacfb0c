"""The risk register of a partnership and of its groups: what could happen, how bad, what holds it, and who watches.

Serves the partnership's business plan and its reviews (domain guide 8.7). No individual child's risk is kept here.
"""
