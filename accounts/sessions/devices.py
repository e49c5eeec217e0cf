"""What a browser says of itself, in words that its owner recognises."""

SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "安卓"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_words(agent: str) -> str:
    """Such as ``Windows，Edge``; the first 60 characters as they are when nothing is known of them."""
    words = [next((word for sign, word in table if sign in agent), "") for table in (SYSTEMS, BROWSERS)]
    known = "，".join(word for word in words if word)
    return known or agent[:60] or "未知设备"
