"""Disclosure control: which numbers may be shown together, so that no small one can be seen or worked out.

A publication is cells and the equations between them. Small numbers are hidden, then others for their sake, and then
an attacker's linear programme must fail to narrow any hidden number down. Serves the default that every output outside
the working group is controlled, and the departments' own rules, which are data (`rule_sets.toml`).
"""
