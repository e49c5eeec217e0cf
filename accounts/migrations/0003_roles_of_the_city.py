from django.db import migrations, models

CITY = ("clerk", "paper_clerk", "panel_secretary", "chief")


def divide_the_role_of_the_city(apps, schema_editor):
    """People of the city had one role with all its rights. They keep what they could do: all four roles."""
    grants = apps.get_model("accounts", "RoleGrant").objects
    staff = grants.filter(role="staff")
    people = list(staff.values_list("user_id", flat=True))
    grants.bulk_create(
        [grants.model(user_id=person, role=role) for person in people for role in CITY], ignore_conflicts=True
    )
    staff.delete()


def join_the_roles_of_the_city(apps, schema_editor):
    """Back: whoever has one of the four has the one role that there was. Auditors had none."""
    grants = apps.get_model("accounts", "RoleGrant").objects
    divided = grants.filter(role__in=CITY)
    people = set(divided.values_list("user_id", flat=True))
    grants.bulk_create([grants.model(user_id=person, role="staff") for person in sorted(people)])
    divided.delete()
    grants.filter(role="auditor").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_names_may_repeat'),
    ]

    operations = [
        migrations.AlterField(
            model_name='rolegrant',
            name='role',
            field=models.CharField(choices=[('applicant', '申报单位人员'), ('recommender', '推荐单位人员'), ('clerk', '业务经办人'), ('paper_clerk', '收件人员'), ('panel_secretary', '评审秘书'), ('chief', '业务负责人'), ('reviewer', '评审专家'), ('administrator', '系统管理员'), ('auditor', '审计人员')], max_length=15, verbose_name='角色'),
        ),
        migrations.RunPython(divide_the_role_of_the_city, join_the_roles_of_the_city),
        migrations.CreateModel(
            name='ChangedRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('applicant', '申报单位人员'), ('recommender', '推荐单位人员'), ('clerk', '业务经办人'), ('paper_clerk', '收件人员'), ('panel_secretary', '评审秘书'), ('chief', '业务负责人'), ('reviewer', '评审专家'), ('administrator', '系统管理员'), ('auditor', '审计人员')], max_length=15, verbose_name='角色')),
                ('capability', models.CharField(max_length=30, verbose_name='权限')),
                ('given', models.BooleanField(verbose_name='有此权限')),
            ],
            options={
                'verbose_name': '角色权限的变动',
                'verbose_name_plural': '角色权限的变动',
                'constraints': [models.UniqueConstraint(fields=('role', 'capability'), name='one_change_each_right', violation_error_message='该角色的这项权限已有变动。')],
            },
        ),
    ]
