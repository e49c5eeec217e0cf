"""What every answer tells the browser that it may not do (OWASP ASVS 5.0, chapter 3).

Pages of ours hold no inline script and no inline style, so the browser is told to run none. Private files carry a
stricter policy of their own (``files.responses``), which stands because it is set first.
"""

from collections.abc import Callable

from csp.constants import NONE, SELF
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PAGE_POLICY: dict[str, list[str] | bool] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],  # small pictures of Bootstrap's style sheet
    "connect-src": [SELF],
    "frame-src": [SELF],  # an attachment beside the form
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
NOTHING_OF = (
    *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture"),
    *("encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection"),
    *("magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial"),
    *("storage-access", "usb", "web-share", "xr-spatial-tracking"),
)
PERMISSIONS: dict[str, list[str]] = {feature: [] for feature in NOTHING_OF}


class NoStoreMiddleware:
    """No cache keeps a page: neither a proxy on the way nor the browser after somebody signed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, unless it says itself how long it may be kept."""
        answer = self.get_response(request)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer
