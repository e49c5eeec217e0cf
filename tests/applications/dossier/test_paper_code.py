"""MAT-W: paper and electronic version are matched by a code on every page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.dossier.paper_code import PaperCode, paper_code, parse, qr_link

SHA256 = "ab12cd34" + "0" * 56


def test_mat_w_code_names_application_revision_and_checksum():
    assert paper_code(12, 2, SHA256) == "DT000012-R02-AB12CD34"


@given(st.integers(1, 10**9), st.integers(1, 999), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_mat_w_what_is_printed_is_read_back(pk, revision, sha256):
    code = paper_code(pk, revision, sha256)
    wanted = PaperCode(pk, revision, sha256[:8].upper())
    assert parse(code) == parse(code.replace("-", "")) == parse(code.lower()) == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "dt000012-r02-ab12cd34",
        " DT000012 R02 AB12CD34\r\n",
        "DT000012R02AB12CD34",
        "ＤＴ０００００１２－Ｒ０２－ＡＢ１２ＣＤ３４".replace("０００００", "００００"),
        "DT000012—R02–AB12CD34",
        "DTOOOO12-RO2-ABl2CD34",
        "核验码：DT000012-R02-AB12CD34",
        "https://portal.example.org/verify/DT000012-R02-AB12CD34/",
        "HTTPS：／／PORTAL.EXAMPLE.ORG／VERIFY／DT000012-R02-AB12CD34",
        "https://portal.example.org/verify/dt000012r02ab12cd34/?from=qr",
    ],
)
def test_mat_w_hand_typed_codes_are_forgiven(typed):
    assert parse(typed) == PaperCode(12, 2, "AB12CD34")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026-JS-0001",
        "DT000012-R02",
        "DT000012-R02-AB12CD3G",
        "DT12-R02-AB12CD34",
        "DT000012-R02-AB12CD345",
    ],
)
def test_mat_w_what_is_no_code_is_none(typed):
    assert parse(typed) is None


def test_mat_w_the_qr_leads_to_the_verification_once_the_site_has_an_address(settings):
    code = paper_code(12, 2, SHA256)
    settings.SITE_URL = "https://portal.example.org"
    assert qr_link(code) == "https://portal.example.org/verify/DT000012-R02-AB12CD34/"
    assert parse(qr_link(code)) == PaperCode(12, 2, "AB12CD34")
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert qr_link(code) == ""
