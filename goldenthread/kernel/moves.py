"""Which states a thing may move between, and the sentence that says why not."""

from collections.abc import Mapping

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict

Moves = Mapping[str, tuple[str, ...]]


def move(moves: Moves, state: str, to: str, thing: str) -> Verdict:
    """Allowed when `to` is one of the next states of `state`; otherwise Denied, naming the states that are."""
    if to in moves.get(state, ()):
        return Allowed()
    nexts = " or ".join(word.replace("_", " ") for word in moves.get(state, ()))
    from_words, to_words = state.replace("_", " "), to.replace("_", " ")
    if not nexts:
        return Denied(f"This {thing} is {from_words}, which is its last state; it cannot become {to_words}.")
    return Denied(f"This {thing} is {from_words}; it can become {nexts}, not {to_words}.")
