"""Pages: the look, the form fields, the lists, who may open what, and the words dates and counts are said in.

Knows nothing of any capability: those above it hand it plain values and addresses. Serves the public sector
accessibility regulations (WCAG 2.2 AA) for everything built on it.
"""
