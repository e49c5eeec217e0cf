import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_what_was_submitted(apps, schema_editor):
    """Give earlier rows what their pages need. Their route stays blank: their checksum does not cover it."""
    Application = apps.get_model("applications", "Application")
    for each in Application.objects.exclude(current_revision=None).select_related("current_revision"):
        answers = each.current_revision.answers
        each.submitted_title = str(answers.get("project_name") or answers.get("applicant_name"))[:200]
        each.save(update_fields=["submitted_title"])
    revisions = apps.get_model("applications", "Revision").objects.select_related("application", "opinion")
    for each in revisions.iterator():
        application, opinion = each.application, getattr(each, "opinion", None)
        sent = application.current_revision_id == each.pk and application.route == "recommended"
        each.recommender_id = opinion.recommender_id if opinion else application.recommender_id if sent else None
        each.field, each.district = application.field, application.district
        each.save(update_fields=["recommender", "field", "district"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_invitations'),
        ('applications', '0003_review_season'),
        ('pilots', '0003_review_season'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='submitted_title',
            field=models.CharField(blank=True, max_length=200, verbose_name='提交时的名称'),
        ),
        migrations.AddField(
            model_name='revision',
            name='district',
            field=models.CharField(blank=True, choices=[('dongcheng', '东城区'), ('xicheng', '西城区'), ('tongzhou', '通州区'), ('chaoyang', '朝阳区'), ('haidian', '海淀区'), ('fengtai', '丰台区'), ('shijingshan', '石景山区'), ('shunyi', '顺义区'), ('daxing', '大兴区'), ('changping', '昌平区'), ('fangshan', '房山区'), ('bda', '经开区'), ('mentougou', '门头沟区'), ('pinggu', '平谷区'), ('huairou', '怀柔区'), ('miyun', '密云区'), ('yanqing', '延庆区')], max_length=20, verbose_name='所在区'),
        ),
        migrations.AddField(
            model_name='revision',
            name='field',
            field=models.CharField(blank=True, choices=[('energy', '绿色低碳能源'), ('building', '低碳建筑'), ('transport', '低碳交通'), ('non_co2', '非二氧化碳温室气体排放控制'), ('smart', '能源及碳排放智慧化管理'), ('capture', '碳捕集利用与封存'), ('waste', '城市废弃物循环资源化利用'), ('other_technology', '其他先进低碳技术应用'), ('pharmacy', '医药制造'), ('data_centre', '数据中心'), ('hospital', '医院'), ('other_sector', '其他行业'), ('park', '园区'), ('street', '街道/乡镇'), ('village', '社区/村')], max_length=20, verbose_name='领域'),
        ),
        migrations.AddField(
            model_name='revision',
            name='recommender',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='推荐单位'),
        ),
        migrations.AddField(
            model_name='revision',
            name='route',
            field=models.CharField(blank=True, choices=[('direct', '自主申报'), ('recommended', '组织推荐')], max_length=12, verbose_name='申报途径'),
        ),
        migrations.RunPython(keep_what_was_submitted, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('current_revision', None), ('submitted_title', '')), models.Q(('current_revision__isnull', False), models.Q(('submitted_title', ''), _negated=True)), _connector='OR'), name='named_iff_submitted', violation_error_message='提交过的申报必须记有提交时的名称。'),
        ),
    ]
