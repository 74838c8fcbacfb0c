"""The results file: what leaves the agency. Aggregates with states, never a row about a child."""
