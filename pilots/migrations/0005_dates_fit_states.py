from django.db import migrations, models


class Migration(migrations.Migration):
    """Each date of a pilot belongs to its states; plans are submissions from now on."""

    dependencies = [
        ('pilots', '0004_lives_of_1_0_0'),
    ]

    operations = [
        migrations.DeleteModel(
            name='Plan',
        ),
        migrations.AddConstraint(
            model_name='pilot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'titled'), ('titled_at__isnull', False), models.Q(('title', ''), _negated=True)), models.Q(('state__in', ['repair', 'repaired', 'failed', 'withdrawn']), models.Q(models.Q(('title', ''), ('titled_at', None)), models.Q(('titled_at__isnull', False), models.Q(('title', ''), _negated=True)), _connector='OR')), models.Q(('state__in', ['planning', 'plan_submitted', 'implementing', 'trial', 'self_evaluated', 'excellent', 'completed']), ('title', ''), ('titled_at', None)), _connector='OR'), name='title_fits_state', violation_error_message='称号和授予时间与试点的状态不符。'),
        ),
        migrations.AddConstraint(
            model_name='pilot',
            constraint=models.CheckConstraint(condition=models.Q(('plaque_on', None), ('titled_at__isnull', False), _connector='OR'), name='plaque_of_a_title', violation_error_message='只有授予过称号的试点才有授牌日期。'),
        ),
        migrations.AddConstraint(
            model_name='pilot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'portal'), _negated=True), models.Q(('state__in', ['planning', 'plan_submitted', 'implementing', 'trial', 'self_evaluated']), _negated=True), models.Q(('implementing_from', None), ('implementing_until', None), ('state__in', ['planning', 'plan_submitted'])), models.Q(('implementing_from__isnull', False), ('implementing_until__isnull', False), ('state__in', ['implementing', 'trial', 'self_evaluated'])), _connector='OR'), name='plan_dates_fit_state', violation_error_message='方案同意以后才有实施起止日期，实施中的试点必须有实施起止日期。'),
        ),
        migrations.AddConstraint(
            model_name='pilot',
            constraint=models.CheckConstraint(condition=models.Q(('implementing_until', None), ('implementing_from', None), ('implementing_until__gt', models.F('implementing_from')), _connector='OR'), name='plan_ends_after_its_start', violation_error_message='实施截止日期应晚于起始日期。'),
        ),
        migrations.AddConstraint(
            model_name='pilot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['planning', 'plan_submitted', 'implementing']), ('trial_from', None)), models.Q(('state__in', ['trial', 'self_evaluated']), models.Q(('trial_from__isnull', False), models.Q(('known_gaps', ''), _negated=True), _connector='OR')), models.Q(('state__in', ['planning', 'plan_submitted', 'implementing', 'trial', 'self_evaluated']), _negated=True), _connector='OR'), name='trial_fits_state', violation_error_message='试运行开始以后才有试运行起始日期。'),
        ),
        migrations.AddConstraint(
            model_name='pilot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('repair_until__isnull', False), ('state__in', ['repair', 'repaired'])), models.Q(('state__in', ['repair', 'repaired']), _negated=True), _connector='OR'), name='repair_has_its_end', violation_error_message='限期整改的试点必须有整改截止日期。'),
        ),
        migrations.AddConstraint(
            model_name='pilot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['completed', 'withdrawn'])), models.Q(models.Q(('state__in', ['completed', 'withdrawn']), _negated=True), ('ended_at', None)), _connector='OR'), name='ended_iff_end', violation_error_message='已完成或已取消的试点，才有、也必须有结束时间。'),
        ),
    ]
