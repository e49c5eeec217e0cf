"""What a city industry authority is in charge of (REC-1)."""

from django.db import models

from accounts.models import Organisation
from programme.notice import Field


class AuthorityField(models.Model):
    """A field or sector of which a city industry authority is in charge: there it recommends without a reason (REC-1)."""

    authority = models.ForeignKey(
        Organisation, models.CASCADE, related_name="fields_in_charge", verbose_name="市级行业主管部门"
    )
    field = models.CharField("主管领域", max_length=20, choices=Field)

    class Meta:
        verbose_name = verbose_name_plural = "主管领域"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "field"],
                name="one_row_per_field_in_charge",
                violation_error_message="该部门已列有这个主管领域。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority}：{self.get_field_display()}"
