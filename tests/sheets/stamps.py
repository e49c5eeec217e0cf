"""A stamp as a received application carries it."""

from sheets.stamp import Stamp

STAMP = Stamp("2026-JS-0001", 3, "0123456789abcdef" * 4, "7K3M-9QXW")
