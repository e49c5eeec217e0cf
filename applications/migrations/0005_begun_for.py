from django.db import migrations, models

CHUNK = 500


def remember_the_year(apps, schema_editor):
    """Rows of before: the first year whose cutoff lay after the draft was begun, as the journal says."""
    Application, Record = (apps.get_model(*name) for name in (("applications", "Application"), ("journal", "Record")))
    cutoffs = sorted(apps.get_model("pilots", "Cycle").objects.values_list("year", "cutoff"))
    starts = Record.objects.filter(object_type="applications.application", verb="start").order_by("-pk")
    begun = dict(starts.values_list("object_id", "at"))
    for each in Application.objects.only("pk", "cycle__year").select_related("cycle").iterator(CHUNK):
        at = begun.get(each.pk)
        aimed = next((year for year, cutoff in cutoffs if at and at < cutoff), each.cycle.year)
        Application.objects.filter(pk=each.pk).update(begun_for=min(aimed, each.cycle.year))


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0004_submitted_basics'),
        ('journal', '0001_initial'),
        ('pilots', '0004_cutoff_reasons'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='begun_for',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='开始填写时的年度'),
            preserve_default=False,
        ),
        migrations.RunPython(remember_the_year, migrations.RunPython.noop),
    ]
