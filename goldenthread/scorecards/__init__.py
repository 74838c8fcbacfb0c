"""The multi-agency data set: what is asked of whom, what came, and what a board makes of it (decision 21).

It serves the duty of safeguarding partners to agree which data they share and to learn from it (Working Together), and
the scrutineer, who asks how they know. Only figures that may be shared come in here: children are counted elsewhere.
"""
