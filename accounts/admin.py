"""Accounts and organisations, as administrators keep them (programme §2.6)."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet

from accounts.models import Membership, Organisation, Role, User

admin.site.site_header = admin.site.site_title = "北京市低碳试点申报与管理平台 · 后台管理"
admin.site.index_title = "人员、单位与日志"
admin.site.unregister(Group)


class MembershipInline(admin.TabularInline):
    """Who belongs to an organisation, and where a person belongs."""

    model = Membership
    extra = 0
    autocomplete_fields = ("user", "organisation")


class PlacesFormSet(BaseInlineFormSet):
    """Where a person belongs: a recommender without a recommending organisation could see no page."""

    def clean(self) -> None:
        """Hold the organisations against the role of the person."""
        super().clean()
        if self.instance.role != Role.RECOMMENDER or any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data not in (None, {})]
        places = [data["organisation"] for data in kept if not data.get("DELETE")]
        if not any(place.is_recommender for place in places):
            raise ValidationError("推荐单位人员必须属于一个推荐单位（区生态环境部门或市级行业主管部门）。")


class PlacesInline(MembershipInline):
    """The organisations of a person."""

    formset = PlacesFormSet


class PersonCreationForm(AdminUserCreationForm):
    """A new account signs in by e-mail."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict = {}


class PersonChangeForm(UserChangeForm):
    """All fields of an account."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict = {}


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People with an account."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ("email", "name", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("email", "name", "phone")
    ordering = ("pk",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    inlines = (PlacesInline,)
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "phone")}),
        ("角色", {"fields": ("role", "is_active", "is_staff", "is_superuser")}),
        ("时间", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "phone", "role", "usable_password", "password1", "password2")}),
    )


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """Applicants, recommenders, the city, institutes of reviewers."""

    list_display = ("name", "kind", "uscc", "district", "registered_at")
    list_filter = ("kind", "district")
    search_fields = ("name", "uscc")
    readonly_fields = ("registered_at",)
    inlines = (MembershipInline,)
