"""One row for each content that the portal keeps. Its file name belongs to whoever refers to it."""

from django.db import models


class StoredFile(models.Model):
    """Content in the private store, known by its SHA-256. Only ``files.store.put`` writes it."""

    sha256 = models.CharField("SHA-256 校验值", max_length=64, primary_key=True)
    size = models.BigIntegerField("大小（字节）")
    mime = models.CharField("类型", max_length=100)
    created_at = models.DateTimeField("存入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件"

    def __str__(self) -> str:
        return self.sha256
