"""Accounts and organisations, as administrators keep them (programme §2.6)."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from accounts.capabilities import Capability, Role
from accounts.forms import OrganisationChoice
from accounts.models import Membership, Organisation, User

admin.site.site_header = admin.site.site_title = "北京市低碳试点申报与管理平台 · 后台管理"
admin.site.index_title = "人员、单位与日志"
admin.site.unregister(Group)


class MembershipInline(admin.TabularInline):
    """Who belongs to an organisation, and where a person belongs."""

    model = Membership
    extra = 0
    autocomplete_fields = ("user", "organisation")

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        """The chosen organisation with its code."""
        if db_field.name == "organisation":
            kwargs["form_class"] = OrganisationChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PlacesFormSet(BaseInlineFormSet):
    """Where a person belongs: a recommender without a recommending organisation could see no page."""

    def clean(self) -> None:
        """Hold the organisations against what the person may do."""
        super().clean()
        if Capability.RECOMMEND not in self.instance.capabilities or any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data not in (None, {})]
        places = [data["organisation"] for data in kept if not data.get("DELETE")]
        if not any(place.is_recommender for place in places):
            raise ValidationError("推荐单位人员必须属于一个推荐单位（区生态环境部门或市级行业主管部门）。")


class PlacesInline(MembershipInline):
    """The organisations of a person."""

    formset = PlacesFormSet


class LowerEmail:
    """An address is kept in small letters: signing in looks for it so, and finds no other."""

    def clean_email(self) -> str:
        """What was typed, in small letters; whether it is taken is for the model to say."""
        return self.cleaned_data["email"].lower()


class HeldRoles(forms.Form):
    """The roles of a person, as boxes to tick. The person knows them at once: the organisations are held against them."""

    roles = forms.MultipleChoiceField(
        label="角色",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="可以多选，权限相加。",
        error_messages={"required": "请至少选择一个角色。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["roles"] = sorted(self.instance.roles) if self.instance.pk else [Role.APPLICANT]

    def _post_clean(self) -> None:
        """The roles first: how long a password must be follows from them."""
        if "roles" in self.cleaned_data:
            self.instance.hold(self.cleaned_data["roles"])
        super()._post_clean()


class PersonCreationForm(LowerEmail, HeldRoles, AdminUserCreationForm):
    """A new account signs in by e-mail."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict = {}


class PersonChangeForm(LowerEmail, HeldRoles, UserChangeForm):
    """All fields of an account. ``acting`` is who changes it.

    Nobody locks the own account or takes its rights away: so an administrator is always left to put things right.
    """

    acting: User

    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict = {}

    def clean(self) -> dict:
        """Leave the own account what administrators need."""
        data = super().clean()
        if self.instance == self.acting:
            for name in ("is_active", "is_staff", "is_superuser"):
                if getattr(self.acting, name) and not data.get(name):
                    self.add_error(name, "不能取消自己账号的这一项，请由另一位管理员办理。")
            if sorted(data.get("roles", self.initial["roles"])) != self.initial["roles"]:
                self.add_error("roles", "不能更改自己账号的角色，请由另一位管理员办理。")
        return data


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People with an account."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ("email", "name", "roles_held", "is_active", "last_login")
    list_filter = ("grants__role", "is_active")
    search_fields = ("email", "name", "phone")
    ordering = ("pk",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    inlines = (PlacesInline,)
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "phone")}),
        ("角色", {"fields": ("roles", "is_active", "is_staff", "is_superuser")}),
        ("时间", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "phone", "roles", "usable_password", "password1", "password2")}),
    )

    @admin.display(description="角色")
    def roles_held(self, person: User) -> str:
        """The roles of a line of the list, in words."""
        return person.role_names

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """People with their roles, which every line shows."""
        return super().get_queryset(request).prefetch_related("grants")

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        """Organisations, and the roles that were ticked."""
        super().save_related(request, form, formsets, change)
        form.instance.set_roles(form.cleaned_data["roles"])

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs):
        """The form of the page, made for this request: it knows who acts."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.acting = request.user
        return form

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody deletes the own account; deleting many at once could hide it, so accounts go one by one."""
        return obj is not None and obj != request.user and super().has_delete_permission(request, obj)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """Applicants, recommenders, the city, institutes of reviewers."""

    list_display = ("name", "kind", "uscc", "district", "registered_at")
    list_filter = ("kind", "district")
    search_fields = ("name", "uscc")
    readonly_fields = ("registered_at",)
    inlines = (MembershipInline,)
