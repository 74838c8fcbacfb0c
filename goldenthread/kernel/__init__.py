"""Pure words everybody shares: who acts, what may happen, how delivery is rated, which days count.

Nothing here knows Django, a database or the time of day.
"""
