"""Forms about people and organisations."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as BadNumber

from accounts.capabilities import Role
from accounts.districts import District
from accounts.models import Organisation
from accounts.names import check_name, check_printable
from sheets.kinds import KINDS, Malformed


class SignupForm(forms.Form):
    """What signing up asks besides e-mail and password; allauth calls ``signup``."""

    name = forms.CharField(label="姓名", max_length=60, validators=[check_name, check_printable])
    phone = forms.CharField(label="联系电话", max_length=30, required=False)

    field_order = ["name", "phone", "email", "password1", "password2"]

    def clean_phone(self) -> str:
        """Take a number as the official forms take it: it goes into them."""
        try:
            return KINDS["phone"].clean(None, self.cleaned_data["phone"]) or ""
        except Malformed as error:
            raise ValidationError(str(error)) from None

    def signup(self, request, user) -> None:
        """Keep the name and phone of the new person, who files applications."""
        user.name, user.phone = self.cleaned_data["name"], self.cleaned_data["phone"]
        user.save(update_fields=["name", "phone"])
        user.set_roles([Role.APPLICANT])


def join_by_invitation() -> str:
    """What to do about an organisation that is registered already."""
    contact = f"联系不上的，请咨询：{settings.HELP_CONTACT}。" if settings.HELP_CONTACT else ""
    return f"请联系本单位已有成员，请其在「本单位」页面用您的电子邮箱邀请您加入。{contact}"


class OrganisationChoice(forms.ModelChoiceField):
    """One of several organisations; the credit code tells those of one name apart."""

    def label_from_instance(self, organisation: Organisation) -> str:
        """Name and code."""
        return organisation.with_code


def checked_uscc(typed: str) -> str:
    """The compact upper-case form of a unified social credit code (GB 32100-2015).

    Raises:
        ValidationError: its length, its characters or its check character are wrong; the sentence says which.
    """
    try:
        return uscc.validate(typed.upper())
    except InvalidLength:
        raise ValidationError(
            f"统一社会信用代码有误：应为 18 位，您填写了 {len(uscc.compact(typed))} 位。请对照证书补全或删去多余的字符。"
        ) from None
    except InvalidChecksum:
        raise ValidationError("统一社会信用代码有误：校验位不符，请对照证书逐位核对。") from None
    except BadNumber:
        raise ValidationError(
            "统一社会信用代码有误：前 8 位应为数字，其余为数字或字母（不含 I、O、S、V、Z）。请对照证书逐位核对。"
        ) from None


class OrganisationForm(forms.ModelForm):
    """Registration of an applicant organisation by its unified social credit code (checksum verified)."""

    class Meta:
        model = Organisation
        fields = ["name", "uscc", "nature", "district", "address"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("uscc", "nature", "district", "address"):
            self.fields[name].required = True
        for name in ("name", "address"):
            self.fields[name].validators.append(check_printable)
        self.fields["nature"].choices = [("", "请选择"), *Organisation.Nature.choices]
        self.fields["district"].choices = [("", "请选择"), *District.choices]
        self.fields["uscc"] = forms.CharField(label="统一社会信用代码", max_length=30)
        self.fields["uscc"].help_text = "18 位，见营业执照、事业单位法人证书或统一社会信用代码证书。"

    def clean_uscc(self) -> str:
        """Verify the check character and that nobody has registered the code."""
        code = checked_uscc(self.cleaned_data["uscc"])
        if Organisation.objects.filter(uscc=code).exists():
            raise ValidationError(f"该单位已登记。{join_by_invitation()}")
        return code


class InviteForm(forms.Form):
    """Whom a member invites to join the organisation."""

    email = forms.EmailField(
        label="同事的电子邮箱",
        help_text="邀请链接发到这个邮箱，14 天内有效。对方还没有账号也可以邀请。",
        error_messages={"invalid": "请填写完整的电子邮箱，例如 name@example.org"},
    )
    can_submit = forms.BooleanField(label="允许提交和撤回申报", required=False)
