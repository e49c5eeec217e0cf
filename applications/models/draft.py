"""What belongs to a draft beside its answers: files under the material list, a filled-in Word being compared."""

from django.db import models

from accounts.models import User
from applications.models.application import Application
from files.models import StoredFile


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Files of drafts."""

    def visible_to(self, user):
        """Only the applicant's own people see the draft and its files."""
        return self.filter(application__in=Application.objects.drafts_of(user))


class Attachment(models.Model):
    """A file of the draft, under its line of the material list (MAT-*).

    ``made_from`` is set when the portal made the file: the checksum of what it was made from (``carbon.annex``).
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="attachments", verbose_name="申报"
    )
    material = models.CharField("材料", max_length=12)
    position = models.PositiveIntegerField("次序", default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=150)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间")
    made_from = models.CharField("生成依据的校验值", max_length=64, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "material", "file"],
                name="one_content_per_material",
                violation_error_message="本项材料中已有内容相同的文件。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class WordUploadQuerySet(models.QuerySet["WordUpload"]):
    """What people uploaded and have not confirmed yet."""

    def of(self, user, application):
        """What this person last uploaded for this draft."""
        return self.filter(by=user, application=application)


class WordUpload(models.Model):
    """What a Word form said that a person uploaded for a draft, kept until it is confirmed, replaced or too old.

    The draft knows nothing of it before the person confirms. ``reading`` is ``sheets.reading.read.Reading`` as plain data:
    the file itself is not needed any more.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="word_uploads", verbose_name="申报"
    )
    by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")
    name = models.CharField("文件名", max_length=150)
    reading = models.JSONField("读取结果")

    objects = WordUploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待确认的 Word 申报表"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "by"],
                name="one_word_upload_per_person",
                violation_error_message="您已上传过待确认的 Word 申报表，请先确认或重新上传。",
            )
        ]

    def __str__(self) -> str:
        return self.name
