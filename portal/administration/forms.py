"""Forms of the administrators' pages."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.capabilities import Role
from accounts.forms import OrganisationChoice, checked_uscc
from accounts.keeping.names import NAMES
from accounts.keeping.rules import CHANGEABLE, OF_CITY, why_not_together
from accounts.models import Organisation, User
from accounts.names import check_name, check_printable
from accounts.people.organisations import FIELDS
from sheets.kinds import KINDS, Malformed

NO_PLACE = "推荐单位人员必须属于一个推荐单位（区生态环境部门或市级行业主管部门）。"
REASON = {"required": "请写明理由。"}


def checked_phone(value: str) -> str:
    """A number as the official forms take it. Raises ValidationError."""
    try:
        return KINDS["phone"].clean(None, value) or ""
    except Malformed as error:
        raise ValidationError(str(error)) from None


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=300, error_messages=REASON)


class RemarkForm(forms.Form):
    """Why not."""

    remark = forms.CharField(
        label="不同意的原因", max_length=300, error_messages={"required": "请写明不同意的原因。"}
    )


class PersonForm(forms.Form):
    """Name and telephone of a person."""

    name = forms.CharField(label="姓名", max_length=60, validators=[check_name, check_printable])
    phone = forms.CharField(label="联系电话", max_length=30, required=False)

    def clean_phone(self) -> str:
        """As the official forms take it."""
        return checked_phone(self.cleaned_data["phone"])


class RolesForm(forms.Form):
    """Roles to give, and why."""

    roles = forms.MultipleChoiceField(
        label="增加的角色",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一个角色。"},
    )
    reason = forms.CharField(label="理由", max_length=300, error_messages=REASON)

    def __init__(self, *args, person: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = person.roles if person else frozenset()
        self.person = person
        self.fields["roles"].choices = [choice for choice in Role.choices if choice[0] not in self.held]

    def clean_roles(self) -> list[str]:
        """Roles that one person may hold together with what is held."""
        roles = self.cleaned_data["roles"]
        if why := why_not_together(self.held | set(roles)):
            raise ValidationError(why)
        recommends = Role.RECOMMENDER in roles and self.person
        if recommends and not self.person.organisations.filter(kind__in=Organisation.RECOMMENDERS).exists():
            raise ValidationError(f"{NO_PLACE}请先在该单位的页面加入成员。")
        return roles


class AccountForm(PersonForm, RolesForm):
    """A new account."""

    email = forms.EmailField(label="电子邮箱", help_text="本人用这个邮箱设置密码和登录；管理员不知道密码。")
    organisation = OrganisationChoice(
        label="所属单位",
        queryset=Organisation.objects.order_by("kind", "name"),
        required=False,
        empty_label="没有",
        help_text="推荐单位人员必须属于一个推荐单位。",
    )

    field_order = ["email", "name", "phone", "organisation", "roles", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].label = "角色"

    def clean_email(self) -> str:
        """In small letters, and of nobody else."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError("已有账号使用这个电子邮箱，请直接调整该账号。")
        return email

    def clean(self) -> dict:
        """A recommender without a recommending organisation could see no page."""
        data = super().clean()
        place = data.get("organisation")
        if Role.RECOMMENDER in data.get("roles", ()) and not (place and place.is_recommender):
            self.add_error("organisation", NO_PLACE)
        return data


class EmailForm(forms.Form):
    """Another address to sign in with, and why."""

    email = forms.EmailField(label="新的登录邮箱")
    reason = forms.CharField(label="理由", max_length=300, error_messages=REASON)

    def clean_email(self) -> str:
        """In small letters, and of nobody else."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError("已有账号使用这个电子邮箱。")
        return email


class OrganisationForm(forms.ModelForm):
    """What is kept of an organisation; ``reason`` is asked where it is corrected."""

    reason = forms.CharField(label="更正的理由", max_length=300, error_messages=REASON)

    class Meta:
        model = Organisation
        fields = ["kind", *FIELDS]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["kind"]
        else:
            del self.fields["reason"]
        self.fields["district"].required = self.instance.kind == Organisation.Kind.BUREAU
        self.fields["uscc"].required = self.instance.kind == Organisation.Kind.APPLICANT and bool(
            self.instance.pk
        )

    def clean_uscc(self) -> str | None:
        """Verify the check character; whether it is taken the model says."""
        typed = self.cleaned_data["uscc"]
        return checked_uscc(typed) if typed else None

    @property
    def values(self) -> dict:
        """What was typed, by field of the model."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class MemberForm(forms.Form):
    """Whom to make a member."""

    email = forms.EmailField(label="成员的登录邮箱")
    can_submit = forms.BooleanField(label="可提交", required=False)

    def clean_email(self) -> str:
        """Of an account."""
        email = self.cleaned_data["email"].lower()
        self.person = User.objects.filter(email=email, is_active=True).first()
        if not self.person:
            raise ValidationError("没有使用这个邮箱的可用账号，请先开通账号。")
        return email


class TableForm(ReasonForm):
    """The table of rights of the city: one field for each role."""

    def __init__(self, *args, today: dict[str, frozenset], **kwargs):
        super().__init__(*args, **kwargs)
        for role in OF_CITY:
            self.fields[role] = forms.MultipleChoiceField(
                label=Role(role).label,
                choices=[(right, NAMES[right]) for right in CHANGEABLE],
                initial=[right for right in CHANGEABLE if right in today[role]],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.order_fields([*OF_CITY, "reason"])

    @property
    def wanted(self) -> dict[str, set[str]]:
        """Role → the rights that are ticked."""
        return {role: set(self.cleaned_data.get(role, ())) for role in OF_CITY}
