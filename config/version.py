"""The version of this release, in one place. ``CHANGELOG.md`` says what is in it."""

VERSION = "1.1.0"
