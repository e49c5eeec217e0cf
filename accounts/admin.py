"""Accounts and organisations, as administrators keep them (programme §2.6)."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group

from accounts.models import Membership, Organisation, User

admin.site.site_header = admin.site.site_title = "北京市低碳试点申报与管理平台 · 后台管理"
admin.site.index_title = "人员、单位与日志"
admin.site.unregister(Group)


class MembershipInline(admin.TabularInline):
    """Who belongs to an organisation, and where a person belongs."""

    model = Membership
    extra = 0
    autocomplete_fields = ("user", "organisation")


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
    inlines = (MembershipInline,)
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
