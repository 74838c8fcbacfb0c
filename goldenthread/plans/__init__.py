"""The spine of the business: a partnership's plan, its priorities, their objectives and measures, and the plan document.

A safeguarding partnership says in a published plan what it means to change and how it will know, as Working Together to
Safeguard Children and the Care Act 2014 ask of it. This app keeps that plan alive: it reads the Word or Excel file the
partnership already has, holds priorities, objectives and measures over the actions that serve them, and prints the plan
again in the layout its owners know.
"""
