"""The pages of plans, divided by noun."""
