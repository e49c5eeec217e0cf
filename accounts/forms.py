"""Forms about people and organisations."""

from django import forms
from django.core.exceptions import ValidationError
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as BadNumber

from accounts.districts import District
from accounts.models import Organisation


class SignupForm(forms.Form):
    """What signing up asks besides e-mail and password; allauth calls ``signup``."""

    name = forms.CharField(label="姓名", max_length=60)
    phone = forms.CharField(label="联系电话", max_length=30, required=False)

    field_order = ["name", "phone", "email", "password1", "password2"]

    def signup(self, request, user) -> None:
        """Keep the name and phone of the new person."""
        user.name, user.phone = self.cleaned_data["name"], self.cleaned_data["phone"]
        user.save(update_fields=["name", "phone"])


class OrganisationForm(forms.ModelForm):
    """Registration of an applicant organisation by its unified social credit code (checksum verified)."""

    class Meta:
        model = Organisation
        fields = ["name", "uscc", "nature", "district", "address"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("uscc", "nature", "district", "address"):
            self.fields[name].required = True
        self.fields["nature"].choices = [("", "请选择"), *Organisation.Nature.choices]
        self.fields["district"].choices = [("", "请选择"), *District.choices]
        self.fields["uscc"] = forms.CharField(label="统一社会信用代码", max_length=30)
        self.fields["uscc"].help_text = "18 位，见营业执照、事业单位法人证书或统一社会信用代码证书。"

    def clean_uscc(self) -> str:
        """Verify the check character (GB 32100-2015) and return the compact upper-case code."""
        typed = self.cleaned_data["uscc"]
        try:
            code = uscc.validate(typed.upper())
        except BadNumber:
            raise ValidationError(
                "统一社会信用代码有误：应为 18 位，请对照证书逐位核对后重新填写。"
            ) from None
        if Organisation.objects.filter(uscc=code).exists():
            raise ValidationError("该单位已登记。请联系本单位已有成员，或请管理员把您加入该单位。")
        return code
