"""A browser in words people know: "Safari on an iPhone"."""

from ua_parser import parse

DEVICES = {"iPhone": "an iPhone", "iPad": "an iPad", "Mac OS X": "a Mac", "iOS": "an iPhone or iPad",
           "Android": "an Android phone or tablet", "Chrome OS": "a Chromebook"}  # fmt: skip
BROWSERS = {"Mobile Safari": "Safari", "Chrome Mobile": "Chrome", "Chrome Mobile iOS": "Chrome",
            "Firefox Mobile": "Firefox", "Firefox iOS": "Firefox", "HeadlessChrome": "Chrome",
            "Edge Mobile": "Edge"}  # fmt: skip


def browser_in_words(user_agent: str) -> str:
    """What somebody signed in with, "Edge on Windows"; "A browser we do not know" where it does not say."""
    found = parse(user_agent)
    browser = found.user_agent.family if found.user_agent else ""
    device = found.device.family if found.device else ""
    system = found.os.family if found.os else ""
    name = BROWSERS.get(browser, browser) or "A browser we do not know"
    place = DEVICES.get(device) or DEVICES.get(system, system)
    return f"{name} on {place}" if place else name
