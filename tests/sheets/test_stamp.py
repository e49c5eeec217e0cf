"""MAT-W: the QR on a page holds the address that leads to the code, or the bare code."""

from sheets.stamp import Stamp, qr_png


def test_mat_w_the_qr_holds_the_link_when_there_is_one():
    facts = {"number": None, "revision": 1, "checksum": "ab" * 32, "code": "DT000001-R01-ABABABAB"}
    link = "https://portal.example.org/verify/DT000001-R01-ABABABAB/"
    assert Stamp(**facts).qr_png == qr_png(facts["code"])
    assert Stamp(**facts, link=link).qr_png == qr_png(link)
