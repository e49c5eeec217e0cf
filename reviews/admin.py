"""What an evaluation asks of the accounts that administrators keep (REV-2)."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from accounts.admin import PersonAdmin, PersonChangeForm
from accounts.capabilities import Capability
from accounts.models import User, rights_of
from reviews.models import ScoreSheet


class ReviewerChangeForm(PersonChangeForm):
    """All fields of an account; a reviewer with open sheets stays one."""

    def clean_roles(self) -> list[str]:
        """Sheets of somebody who may not score any more would wait for ever."""
        roles = self.cleaned_data["roles"]
        stays = any(Capability.REVIEW in rights for rights in rights_of(roles).values())
        stops = Capability.REVIEW in self.instance.capabilities and not stays
        open_sheets = ScoreSheet.objects.open().filter(reviewer=self.instance).count()
        if stops and open_sheets:
            raise ValidationError(
                f"该专家还有 {open_sheets} 份评分表没有提交。请先由市级工作人员在评审组中办理退出，再更改角色。"
            )
        return roles


admin.site.unregister(User)


@admin.register(User)
class ReviewerPersonAdmin(PersonAdmin):
    """People with an account, as ``accounts`` keeps them."""

    form = ReviewerChangeForm
