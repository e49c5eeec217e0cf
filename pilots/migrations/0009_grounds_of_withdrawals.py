from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A withdrawal names its grounds and its working days; who gave the notice does not decide (AWD-1)."""

    dependencies = [
        ('files', '0001_initial'),
        ('pilots', '0008_start_and_evidence_of_trials'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='withdrawal',
            name='withdrawal_takes_two',
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='grounds',
            field=models.CharField(choices=[('repair_failed', '整改期满未达到要求'), ('overdue', '逾期未提交'), ('untrue', '申报材料不实'), ('unlawful', '违法违规'), ('requested', '主体申请退出'), ('other', '其他')], default='other', max_length=14, verbose_name='取消的情形'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='return_reason',
            field=models.TextField(blank=True, verbose_name='退回原因'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='working_days',
            field=models.PositiveSmallIntegerField(default=5, verbose_name='陈述期限（工作日）'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('working_days__gte', 5)), name='statement_takes_working_days', violation_error_message='陈述期限不少于 5 个工作日。'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('proposed_by', None), ('state', 'intended')), models.Q(('decided_at', None), ('decided_by', None), ('proposed_by__isnull', False), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state', 'dropped'), models.Q(('conclusion', ''), _negated=True)), models.Q(('decided_by__isnull', False), ('proposed_by__isnull', False), ('state', 'withdrawn'), ('decided_at__gte', models.F('statement_until')), ('decided_at__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True), models.Q(('decided_by', models.F('intended_by')), _negated=True), models.Q(('conclusion', ''), _negated=True)), _connector='OR'), name='withdrawal_takes_two', violation_error_message='取消资格须在陈述期满后，由告知人和提出人以外的另一人写明理由后决定。'),
        ),
    ]
