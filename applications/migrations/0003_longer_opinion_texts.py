from django.db import migrations, models


class Migration(migrations.Migration):
    """An opinion has no limit on the form (A1-A3 附表), so texts kept for opinions have none of 500 字 either."""

    dependencies = [
        ("applications", "0002_participation_and_begun_once"),
    ]

    operations = [
        migrations.AlterField(
            model_name="opiniontext",
            name="text",
            field=models.TextField(verbose_name="内容"),
        ),
    ]
