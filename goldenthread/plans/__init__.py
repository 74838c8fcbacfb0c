"""The spine: plans, their priorities, objectives and measures, with the actions that serve them tied by the thread.

Serves the safeguarding partners' duty to set priorities and to show, in the yearly report, what came of them (Working
Together, published arrangements and yearly report; domain guide 8.1).
"""
