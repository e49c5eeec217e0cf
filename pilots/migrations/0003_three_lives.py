import accounts.rules
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is written, aimed at, evaluated and ended in the three lives of pilots."""

    dependencies = [
        ('files', '0001_initial'),
        ('pilots', '0002_day_of_the_plaque'),
        ('programme', '0003_authorities_and_earlier_projects'),
        ('reviews', '0005_duplicate_rulings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('audit', '审核评估'), ('tracking', '跟踪评估'), ('recheck', '整改核查')], max_length=10, verbose_name='种类')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('state', models.CharField(choices=[('open', '评估中'), ('proposed', '已提出结论，待确认'), ('confirmed', '已确认'), ('cancelled', '已取消')], default='open', max_length=10, verbose_name='状态')),
                ('state_since', models.DateTimeField(verbose_name='状态起始时间')),
                ('opened_at', models.DateTimeField(verbose_name='开始时间')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='应完成日期')),
                ('checklist', models.JSONField(blank=True, default=dict, verbose_name='核查清单')),
                ('entries', models.JSONField(blank=True, default=dict, verbose_name='填写内容')),
                ('edits', models.JSONField(blank=True, default=dict, verbose_name='各处的最近改动')),
                ('saved_at', models.DateTimeField(blank=True, null=True, verbose_name='保存时间')),
                ('score', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='得分')),
                ('findings', models.TextField(blank=True, verbose_name='评估情况')),
                ('outcome', models.CharField(blank=True, choices=[('excellent', '优秀'), ('good_enough', '达到建设要求，不授予称号'), ('keeps', '保持，继续实施'), ('repair', '未达到要求，限期整改'), ('failed', '整改后仍未达到要求')], max_length=12, verbose_name='结论')),
                ('reasons', models.TextField(blank=True, verbose_name='结论理由')),
                ('repair_until', models.DateField(blank=True, null=True, verbose_name='整改截止日期')),
                ('repair_requirements', models.TextField(blank=True, verbose_name='整改要求')),
                ('proposed_at', models.DateTimeField(blank=True, null=True, verbose_name='提出时间')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('returned_reason', models.TextField(blank=True, verbose_name='退回原因')),
            ],
            options={
                'verbose_name': '评估',
                'verbose_name_plural': '评估',
                'ordering': ['pilot', 'number'],
            },
            bases=(accounts.rules.OwnMatter, models.Model),
        ),
        migrations.CreateModel(
            name='EvaluationCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='条件')),
                ('due_on', models.DateField(verbose_name='完成期限')),
                ('met_at', models.DateTimeField(blank=True, null=True, verbose_name='完成确认时间')),
                ('met_note', models.CharField(blank=True, max_length=300, verbose_name='确认说明')),
            ],
            options={
                'verbose_name': '附带条件',
                'verbose_name_plural': '附带条件',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FoundValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='核定值')),
                ('reached', models.BooleanField(blank=True, null=True, verbose_name='已达成')),
                ('reason', models.TextField(blank=True, verbose_name='与填报不一致的原因')),
            ],
            options={
                'verbose_name': '核定值',
                'verbose_name_plural': '核定值',
                'ordering': ['target__key'],
            },
        ),
        migrations.CreateModel(
            name='LifeTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pilot_type', models.CharField(choices=[('technology', '先进低碳技术试点'), ('leader', '低碳领跑者试点'), ('zone', '气候友好型区域试点')], max_length=12, verbose_name='试点类型')),
                ('change_percent', models.DecimalField(decimal_places=2, default=Decimal('10.00'), help_text='任一目标值的变化超过这一幅度的调整，须经批准；不超过的备案（A3 §三.三）', max_digits=5, verbose_name='须经批准的目标调整幅度（%）')),
                ('change_days', models.PositiveSmallIntegerField(default=90, help_text='任一完成日期推迟超过这一天数的调整，须经批准', verbose_name='须经批准的延期天数')),
                ('report_days', models.PositiveSmallIntegerField(default=30, verbose_name='报告期结束后提交进展报告的天数')),
                ('first_tracking_months', models.PositiveSmallIntegerField(default=6, verbose_name='第一年跟踪评估间隔（月）')),
                ('later_tracking_months', models.PositiveSmallIntegerField(default=12, verbose_name='以后跟踪评估间隔（月）')),
            ],
            options={
                'verbose_name': '试点管理设置',
                'verbose_name_plural': '试点管理设置',
            },
        ),
        migrations.CreateModel(
            name='ReportedValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='数值')),
                ('reached', models.BooleanField(blank=True, null=True, verbose_name='已达成')),
                ('method', models.TextField(blank=True, verbose_name='计算方法')),
                ('evidence', models.TextField(blank=True, verbose_name='证明材料')),
                ('explanation', models.TextField(blank=True, verbose_name='说明')),
            ],
            options={
                'verbose_name': '报告数值',
                'verbose_name_plural': '报告数值',
                'ordering': ['target__key'],
            },
        ),
        migrations.CreateModel(
            name='ReviewRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('text', models.TextField(verbose_name='评审意见')),
            ],
            options={
                'verbose_name': '评审意见',
                'verbose_name_plural': '评审意见',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('plan', '方案'), ('progress', '进展报告'), ('change', '调整申请'), ('self_evaluation', '自评报告'), ('repair', '整改报告')], max_length=16, verbose_name='种类')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('state', models.CharField(choices=[('open', '填写中'), ('handed_in', '已提交，待审核'), ('returned', '退回修改'), ('accepted', '已通过'), ('refused', '未予同意'), ('closed', '已终止')], default='open', max_length=10, verbose_name='状态')),
                ('state_since', models.DateTimeField(verbose_name='状态起始时间')),
                ('opened_at', models.DateTimeField(verbose_name='开始时间')),
                ('period_from', models.DateField(blank=True, null=True, verbose_name='报告期起')),
                ('period_to', models.DateField(blank=True, null=True, verbose_name='报告期止')),
                ('due_on', models.DateField(blank=True, help_text='当日 24:00 截止', null=True, verbose_name='提交期限')),
                ('not_before', models.DateField(blank=True, help_text='自评报告：试运行满三个月之日（A1 §三.3）', null=True, verbose_name='最早提交日期')),
                ('first_handed_in_on', models.DateField(blank=True, null=True, verbose_name='首次提交日期')),
                ('weighty', models.BooleanField(blank=True, help_text='调整申请提交时按设定的幅度判断（A3 §三.三）', null=True, verbose_name='须经批准的调整')),
                ('content', models.JSONField(blank=True, default=dict, verbose_name='填写内容')),
                ('edits', models.JSONField(blank=True, default=dict, verbose_name='各处的最近改动')),
                ('saved_at', models.DateTimeField(blank=True, null=True, verbose_name='保存时间')),
            ],
            options={
                'verbose_name': '试点材料',
                'verbose_name_plural': '试点材料',
                'ordering': ['pilot', 'kind', 'number'],
            },
            bases=(accounts.rules.OwnMatter, models.Model),
        ),
        migrations.CreateModel(
            name='SubmissionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=40, verbose_name='位置')),
                ('name', models.CharField(max_length=150, verbose_name='文件名')),
                ('at', models.DateTimeField(verbose_name='上传时间')),
            ],
            options={
                'verbose_name': '试点材料附件',
                'verbose_name_plural': '试点材料附件',
                'ordering': ['place', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SubmissionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='版本')),
                ('content', models.JSONField(blank=True, default=dict, verbose_name='填写内容')),
                ('files', models.JSONField(blank=True, default=list, verbose_name='附件')),
                ('file_name', models.CharField(blank=True, max_length=150, verbose_name='文件名')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('late', models.BooleanField(default=False, verbose_name='逾期提交')),
                ('submitted_at', models.DateTimeField(verbose_name='提交时间')),
                ('outcome', models.CharField(choices=[('waiting', '审核中'), ('approved', '已同意'), ('returned', '退回修改'), ('refused', '未予同意')], default='waiting', max_length=10, verbose_name='审核结果')),
                ('remarks', models.TextField(blank=True, verbose_name='审核意见')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='审核时间')),
            ],
            options={
                'verbose_name': '试点材料版本',
                'verbose_name_plural': '试点材料版本',
                'ordering': ['version'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveSmallIntegerField(help_text='各版本之间不变', verbose_name='目标编号')),
                ('kind', models.CharField(choices=[('reduction', '年减排量'), ('energy', '年节能量'), ('renewable', '可再生能源年利用量'), ('emissions', '年碳排放总量'), ('intensity', '碳排放强度'), ('investment', '投资'), ('area', '面积'), ('people', '覆盖人数'), ('other', '其他指标'), ('milestone', '里程碑')], max_length=12, verbose_name='种类')),
                ('name', models.CharField(max_length=120, verbose_name='目标')),
                ('unit', models.CharField(blank=True, max_length=30, verbose_name='单位')),
                ('baseline', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='基准值')),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='目标值')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='完成日期')),
                ('method', models.TextField(blank=True, verbose_name='计量方法')),
                ('evidence', models.TextField(blank=True, verbose_name='证明材料')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='来源')),
            ],
            options={
                'verbose_name': '目标',
                'verbose_name_plural': '目标',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='TargetSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(help_text='0：申报时的承诺；1：方案；以后：每次调整', verbose_name='版本')),
                ('made_at', models.DateTimeField(verbose_name='登记时间')),
                ('in_force_since', models.DateTimeField(blank=True, null=True, verbose_name='生效时间')),
                ('replaced_at', models.DateTimeField(blank=True, null=True, verbose_name='被替换时间')),
            ],
            options={
                'verbose_name': '目标版本',
                'verbose_name_plural': '目标版本',
                'ordering': ['version'],
            },
        ),
        migrations.CreateModel(
            name='TitleProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', '已提出，待确认'), ('granted', '已授予'), ('returned', '已退回')], default='proposed', max_length=10, verbose_name='状态')),
                ('remarks', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='退回原因')),
            ],
            options={
                'verbose_name': '称号提议',
                'verbose_name_plural': '称号提议',
                'ordering': ['proposed_at'],
            },
            bases=(accounts.rules.OwnMatter, models.Model),
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('intended', '已告知，听取陈述'), ('proposed', '已提出决定，待确认'), ('withdrawn', '已取消'), ('dropped', '不予取消')], default='intended', max_length=10, verbose_name='状态')),
                ('state_since', models.DateTimeField(verbose_name='状态起始时间')),
                ('reasons', models.TextField(verbose_name='拟取消的理由')),
                ('intended_at', models.DateTimeField(verbose_name='告知时间')),
                ('statement_until', models.DateTimeField(verbose_name='陈述截止时间')),
                ('statement', models.TextField(blank=True, verbose_name='陈述意见')),
                ('statement_file_name', models.CharField(blank=True, max_length=150, verbose_name='陈述附件文件名')),
                ('stated_at', models.DateTimeField(blank=True, null=True, verbose_name='陈述时间')),
                ('hearing_on', models.DateField(blank=True, null=True, verbose_name='听取意见日期')),
                ('hearing_note', models.TextField(blank=True, verbose_name='听取意见记录')),
                ('conclusion', models.TextField(blank=True, verbose_name='决定理由')),
                ('proposed_at', models.DateTimeField(blank=True, null=True, verbose_name='提出时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
            ],
            options={
                'verbose_name': '取消资格',
                'verbose_name_plural': '取消资格',
                'ordering': ['intended_at'],
            },
            bases=(accounts.rules.OwnMatter, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name='pilot',
            name='titled_iff_title',
        ),
        migrations.RemoveConstraint(
            model_name='pilot',
            name='plaque_of_a_title',
        ),
        migrations.AddField(
            model_name='pilot',
            name='ended_at',
            field=models.DateTimeField(blank=True, help_text='完成或取消的时间', null=True, verbose_name='结束时间'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='implementing_from',
            field=models.DateField(blank=True, help_text='方案同意之日', null=True, verbose_name='实施起始日期'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='implementing_until',
            field=models.DateField(blank=True, help_text='方案写明的完成日期', null=True, verbose_name='实施截止日期'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='known_gaps',
            field=models.TextField(blank=True, help_text='不是在本平台走完全程的试点，写明哪些情况不详', verbose_name='资料缺项'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='repair_until',
            field=models.DateField(blank=True, null=True, verbose_name='整改截止日期'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='report_months',
            field=models.PositiveSmallIntegerField(default=6, verbose_name='进展报告周期（月）'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='trial_from',
            field=models.DateField(blank=True, null=True, verbose_name='试运行起始日期'),
        ),
        migrations.AlterField(
            model_name='pilot',
            name='state',
            field=models.CharField(choices=[('planning', '待提交方案'), ('plan_submitted', '方案审核中'), ('implementing', '实施中'), ('trial', '试运行'), ('self_evaluated', '审核评估中'), ('repair', '限期整改'), ('repaired', '整改核查中'), ('failed', '整改未达标'), ('excellent', '评估优秀，待授予称号'), ('titled', '已授予称号'), ('completed', '已完成，未授予称号'), ('withdrawn', '已取消试点资格')], max_length=16, verbose_name='状态'),
        ),
        migrations.AddField(
            model_name='evaluation',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人'),
        ),
        migrations.AddField(
            model_name='evaluation',
            name='pilot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='pilots.pilot', verbose_name='试点'),
        ),
        migrations.AddField(
            model_name='evaluation',
            name='proposed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人'),
        ),
        migrations.AddField(
            model_name='evaluation',
            name='visit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.sitevisit', verbose_name='现场核查'),
        ),
        migrations.AddField(
            model_name='evaluationcondition',
            name='evaluation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='pilots.evaluation', verbose_name='评估'),
        ),
        migrations.AddField(
            model_name='evaluationcondition',
            name='met_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人'),
        ),
        migrations.AddField(
            model_name='foundvalue',
            name='evaluation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='found', to='pilots.evaluation', verbose_name='评估'),
        ),
        migrations.AddField(
            model_name='lifeterms',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='life_terms', to='programme.cycle', verbose_name='年度'),
        ),
        migrations.AddField(
            model_name='reviewremark',
            name='pilot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_remarks', to='pilots.pilot', verbose_name='试点'),
        ),
        migrations.AddField(
            model_name='submission',
            name='pilot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='pilots.pilot', verbose_name='试点'),
        ),
        migrations.AddField(
            model_name='submissionfile',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
        ),
        migrations.AddField(
            model_name='submissionfile',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件'),
        ),
        migrations.AddField(
            model_name='submissionfile',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attached', to='pilots.submission', verbose_name='试点材料'),
        ),
        migrations.AddField(
            model_name='submissionversion',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人'),
        ),
        migrations.AddField(
            model_name='submissionversion',
            name='file',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件'),
        ),
        migrations.AddField(
            model_name='submissionversion',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='pilots.submission', verbose_name='试点材料'),
        ),
        migrations.AddField(
            model_name='submissionversion',
            name='submitted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人'),
        ),
        migrations.AddField(
            model_name='reportedvalue',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='pilots.submissionversion', verbose_name='材料版本'),
        ),
        migrations.AddField(
            model_name='evaluation',
            name='about',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='pilots.submissionversion', verbose_name='所评材料'),
        ),
        migrations.AddField(
            model_name='reportedvalue',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reported', to='pilots.target', verbose_name='目标'),
        ),
        migrations.AddField(
            model_name='foundvalue',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='found', to='pilots.target', verbose_name='目标'),
        ),
        migrations.AddField(
            model_name='targetset',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
        migrations.AddField(
            model_name='targetset',
            name='pilot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='target_sets', to='pilots.pilot', verbose_name='试点'),
        ),
        migrations.AddField(
            model_name='targetset',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pilots.submissionversion', verbose_name='来源材料'),
        ),
        migrations.AddField(
            model_name='target',
            name='set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='pilots.targetset', verbose_name='目标版本'),
        ),
        migrations.AddField(
            model_name='titleproposal',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人'),
        ),
        migrations.AddField(
            model_name='titleproposal',
            name='evaluation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pilots.evaluation', verbose_name='依据的评估'),
        ),
        migrations.AddField(
            model_name='titleproposal',
            name='pilot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='title_proposals', to='pilots.pilot', verbose_name='试点'),
        ),
        migrations.AddField(
            model_name='titleproposal',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='intended_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='告知人'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='pilot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='pilots.pilot', verbose_name='试点'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='proposed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='stated_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='陈述人'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='statement_file',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='陈述附件'),
        ),
        migrations.AddConstraint(
            model_name='evaluationcondition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('met_at', None), ('met_by', None), ('met_note', '')), models.Q(('met_at__isnull', False), ('met_by__isnull', False)), _connector='OR'), name='condition_met_by_somebody', violation_error_message='附带条件的完成须有确认人和时间。'),
        ),
        migrations.AddConstraint(
            model_name='lifeterms',
            constraint=models.UniqueConstraint(fields=('cycle', 'pilot_type'), name='one_row_of_terms_per_type', violation_error_message='这一年度和类型的设置已经保存，请刷新后修改。'),
        ),
        migrations.AddConstraint(
            model_name='lifeterms',
            constraint=models.CheckConstraint(condition=models.Q(('change_percent__gte', 0), ('change_percent__lte', 100), ('first_tracking_months__gte', 1), ('later_tracking_months__gte', 1), ('report_days__gte', 7), ('report_days__lte', 180)), name='life_terms_are_sensible', violation_error_message='幅度为 0 至 100，提交天数为 7 至 180，间隔至少 1 个月。'),
        ),
        migrations.AddConstraint(
            model_name='reviewremark',
            constraint=models.UniqueConstraint(fields=('pilot', 'number'), name='one_remark_per_number', violation_error_message='这条评审意见已经登记。'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('pilot', 'kind', 'number'), name='one_submission_per_number', violation_error_message='这份材料已经开始填写，请刷新后查看。'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'handed_in', 'returned']), models.Q(('kind', 'progress'), _negated=True)), fields=('pilot', 'kind'), name='one_unfinished_submission_per_kind', violation_error_message='同类材料还有一份没有办完，请先办完那一份。'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'progress')), fields=('pilot', 'period_to'), name='one_report_per_period', violation_error_message='这一报告期的进展报告已经开始填写，请刷新后查看。'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__gt', models.F('period_to')), ('due_on__isnull', False), ('kind', 'progress'), ('period_from__isnull', False), ('period_to__gte', models.F('period_from')), ('period_to__isnull', False)), models.Q(models.Q(('kind', 'progress'), _negated=True), ('period_from', None), ('period_to', None)), _connector='OR'), name='report_has_its_period', violation_error_message='进展报告必须有报告期，提交期限应晚于报告期。'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'self_evaluation'), _negated=True), models.Q(('not_before__isnull', False), models.Q(('first_handed_in_on', None), ('first_handed_in_on__gte', models.F('not_before')), _connector='OR')), _connector='OR'), name='self_evaluation_not_before_its_day', violation_error_message='试运行不满三个月，还不能提交自评报告。'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed']), ('first_handed_in_on__isnull', False), _connector='OR'), name='handed_in_has_its_day', violation_error_message='已提交的材料必须有提交日期。'),
        ),
        migrations.AddConstraint(
            model_name='submissionfile',
            constraint=models.UniqueConstraint(fields=('submission', 'place', 'file'), name='one_file_per_place', violation_error_message='这个文件已经上传过。'),
        ),
        migrations.AddConstraint(
            model_name='submissionfile',
            constraint=models.UniqueConstraint(condition=models.Q(('place', 'document')), fields=('submission',), name='one_document_per_submission', violation_error_message='已上传过整份文件，请先删除原来的。'),
        ),
        migrations.AddConstraint(
            model_name='submissionversion',
            constraint=models.UniqueConstraint(fields=('submission', 'version'), name='one_version_per_number', violation_error_message='这一版材料已经提交，请刷新后查看。'),
        ),
        migrations.AddConstraint(
            model_name='submissionversion',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'waiting')), fields=('submission',), name='one_waiting_version', violation_error_message='已有一版在审核中，请等待审核结果。'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.UniqueConstraint(fields=('pilot', 'number'), name='one_evaluation_per_number', violation_error_message='这次评估已经开始，请刷新后查看。'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'proposed'])), fields=('pilot',), name='one_running_evaluation', violation_error_message='这个试点已有一次评估在进行，请先办完。'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('proposed_at', None), ('proposed_by', None), ('state__in', ['open', 'cancelled'])), models.Q(('proposed_at__isnull', False), ('state__in', ['proposed', 'confirmed']), ('proposed_by__isnull', False), models.Q(('outcome', ''), _negated=True), models.Q(('findings', ''), _negated=True)), _connector='OR'), name='evaluation_outcome_fits_state', violation_error_message='提出结论的评估必须有结论、评估情况和提出人。'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('state', 'confirmed'), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True)), models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_at', None), ('confirmed_by', None)), _connector='OR'), name='evaluation_takes_two', violation_error_message='评估结论由一人提出、另一人确认。'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'repair'), ('repair_until__isnull', False), models.Q(('repair_requirements', ''), _negated=True)), models.Q(models.Q(('outcome', 'repair'), _negated=True), ('repair_requirements', ''), ('repair_until', None)), _connector='OR'), name='repair_outcome_has_its_terms', violation_error_message='限期整改必须写明整改要求和截止日期。'),
        ),
        migrations.AddConstraint(
            model_name='reportedvalue',
            constraint=models.UniqueConstraint(fields=('version', 'target'), name='one_value_per_target', violation_error_message='这个目标已经填报，请刷新后查看。'),
        ),
        migrations.AddConstraint(
            model_name='reportedvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reached', None), ('value__isnull', False)), models.Q(('reached__isnull', False), ('value', None)), _connector='OR'), name='reported_value_or_reached', violation_error_message='里程碑填是否达成，其他目标填数值。'),
        ),
        migrations.AddConstraint(
            model_name='foundvalue',
            constraint=models.UniqueConstraint(fields=('evaluation', 'target'), name='one_found_value_per_target', violation_error_message='这个目标已有核定值，请刷新后查看。'),
        ),
        migrations.AddConstraint(
            model_name='foundvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reached', None), ('value__isnull', False)), models.Q(('reached__isnull', False), ('value', None)), _connector='OR'), name='found_value_or_reached', violation_error_message='里程碑核定是否达成，其他目标核定数值。'),
        ),
        migrations.AddConstraint(
            model_name='targetset',
            constraint=models.UniqueConstraint(fields=('pilot', 'version'), name='one_target_set_per_version', violation_error_message='这一版目标已经登记，请刷新后查看。'),
        ),
        migrations.AddConstraint(
            model_name='targetset',
            constraint=models.UniqueConstraint(condition=models.Q(('in_force_since__isnull', False), ('replaced_at', None), ('version__gt', 0)), fields=('pilot',), name='one_target_set_in_force', violation_error_message='试点同一时间只有一版目标生效，请刷新后查看。'),
        ),
        migrations.AddConstraint(
            model_name='targetset',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_at', None), models.Q(('in_force_since__isnull', False), ('replaced_at__gte', models.F('in_force_since'))), _connector='OR'), name='replaced_after_it_held', violation_error_message='没有生效的目标不能被替换。'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('set', 'key'), name='one_target_per_key', violation_error_message='目标编号重复，请刷新后查看。'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('baseline', None), ('kind', 'milestone'), ('unit', ''), ('value', None)), models.Q(models.Q(('kind', 'milestone'), _negated=True), ('value__isnull', False), models.Q(('unit', ''), _negated=True)), _connector='OR'), name='target_has_its_value', violation_error_message='里程碑没有数值，其他目标必须有目标值和单位。'),
        ),
        migrations.AddConstraint(
            model_name='titleproposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('pilot',), name='one_waiting_title_proposal', violation_error_message='已提出授予称号，请等待另一位工作人员确认。'),
        ),
        migrations.AddConstraint(
            model_name='titleproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('reason', ''), ('state', 'proposed')), models.Q(('state__in', ['granted', 'returned']), ('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('state', 'returned'), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR')), _connector='OR'), name='title_takes_two', violation_error_message='授予称号由一人提出、另一人确认。'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['intended', 'proposed'])), fields=('pilot',), name='one_running_withdrawal', violation_error_message='这个试点已有取消资格的程序在进行。'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stated_at', None), ('stated_by', None), ('statement', ''), ('statement_file', None)), models.Q(('stated_at__isnull', False), ('stated_by__isnull', False), models.Q(('statement', ''), _negated=True)), _connector='OR'), name='statement_has_its_person', violation_error_message='陈述意见必须有陈述人和时间。'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('statement_until__gt', models.F('intended_at'))), name='statement_has_time', violation_error_message='陈述期限必须晚于告知时间。'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('proposed_by', None), ('state', 'intended')), models.Q(('decided_at', None), ('decided_by', None), ('proposed_by__isnull', False), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state', 'dropped')), models.Q(('decided_by__isnull', False), ('proposed_by__isnull', False), ('state', 'withdrawn'), ('decided_at__gte', models.F('statement_until')), ('decided_at__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='withdrawal_takes_two', violation_error_message='取消资格须在陈述期满后，由一人提出、另一人决定。'),
        ),
    ]
