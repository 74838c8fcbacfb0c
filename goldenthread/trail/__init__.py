"""The append-only record of who did what, when and by which channel.

Annex E calls it the activity log; it serves accountability between partners and the expectation of an audit trail that
nobody can edit. Events point at things by kind and id, never by foreign key, so that they outlive what they tell of.
"""
