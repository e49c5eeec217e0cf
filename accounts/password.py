"""Rules of passwords, in words that Django does not have in Chinese."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """At least ``min_length`` characters."""

    def get_error_message(self) -> str:
        """What is wrong with a password."""
        return f"密码太短，至少需要 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return f"密码至少 {self.min_length} 个字符。"
