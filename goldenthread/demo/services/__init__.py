"""Load the demonstration partnerships, and say how to sign in to them."""

from goldenthread.demo.services.loading import is_loaded, load, nothing_yet
from goldenthread.demo.services.people import PASSWORD
from goldenthread.demo.services.sign_ins import sign_ins, sign_ins_in_words

__all__ = ["PASSWORD", "is_loaded", "load", "nothing_yet", "sign_ins", "sign_ins_in_words"]
