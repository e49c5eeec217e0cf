"""Rules of passwords, in our own words: Django's Chinese says 你, or says nothing."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)


class LongEnough(MinimumLengthValidator):
    """At least ``min_length`` characters."""

    def get_error_message(self) -> str:
        """What is wrong with a password."""
        return f"密码太短，至少需要 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return f"密码至少 {self.min_length} 个字符。"


class UnlikePerson(UserAttributeSimilarityValidator):
    """Not too similar to the name or e-mail of the person."""

    def get_error_message(self) -> str:
        """What is wrong with a password."""
        return "密码与您的姓名或电子邮箱太相似，请换一个。"

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return "密码不能与您的姓名或电子邮箱太相似。"


class Uncommon(CommonPasswordValidator):
    """None of the passwords that many use."""

    def get_error_message(self) -> str:
        """What is wrong with a password."""
        return "这个密码太常见，容易被猜到，请换一个。"

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return "密码不能是常见密码。"
