"""What the commands about one form share: bad input is one line on standard error and exit code 2."""

import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand


class FormCommand(BaseCommand):
    """A command that needs no database; ``usage`` is shown when its arguments are wrong."""

    usage = ""
    requires_system_checks: list = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        """Return the parser of the arguments, which says in one line what is wrong with them."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = lambda message: self.refuse(f"参数有误（{message}）。用法：{self.usage}")
        return parser

    def refuse(self, message: str) -> NoReturn:
        """Say in one line what is wrong and leave with exit code 2."""
        self.stderr.write(" ".join(message.split()))
        sys.exit(2)
