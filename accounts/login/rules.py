"""Rules of passwords, in our own words: Django's Chinese says 你, or says nothing."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

from accounts.capabilities import Capability
from accounts.login.guessable import is_guessable
from accounts.models import User


class LongEnough(MinimumLengthValidator):
    """At least ``min_length`` characters; of people of the city and administrators ``min_length_city``."""

    def __init__(self, min_length: int = 10, min_length_city: int = 12):
        super().__init__(min_length)
        self.min_length_city = min_length_city

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what is shorter than the person's roles ask. Raises ValidationError."""
        least = self.min_length_city if user and works_for_city(user) else self.min_length
        if len(password) < least:
            raise ValidationError(f"密码太短，至少需要 {least} 个字符。", code="password_too_short")

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return f"密码至少 {self.min_length} 个字符；市级人员、系统管理员和审计人员至少 {self.min_length_city} 个。"


def works_for_city(user: User) -> bool:
    """Whether the roles of a person, who may not be saved yet, open what the city keeps."""
    known = "held" in vars(user) or bool(user.pk)
    return known and not user.capabilities.isdisjoint(
        {Capability.READ_RECEIVED, Capability.KEEP_ACCOUNTS, Capability.READ_TRACES}
    )


class UnlikePerson(UserAttributeSimilarityValidator):
    """Not too similar to the name or e-mail of the person."""

    def get_error_message(self) -> str:
        """What is wrong with a password."""
        return "密码与您的姓名或电子邮箱太相似，请换一个。"

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return "密码不能与您的姓名或电子邮箱太相似。"


class Uncommon(CommonPasswordValidator):
    """None of the passwords that many use, nor one of nothing but common words, pinyin, years and the like."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what is guessed first. Raises ValidationError."""
        super().validate(password, user)
        if is_guessable(password):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        """What is wrong with a password."""
        return "这个密码太常见，容易被猜到，请换一个：不要只用常见词语、拼音、年份或连续的数字。"

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return "密码不能只由常见词语、拼音、年份、日期或连续的数字组成。"
