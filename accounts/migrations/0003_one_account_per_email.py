import django.db.models.functions.text
from django.db import migrations, models


def lower(apps, schema_editor):
    """Addresses typed with capitals could not sign in; they can now. Two that differ in nothing else need a person."""
    User = apps.get_model("accounts", "User")
    taken = set(User.objects.values_list("email", flat=True))
    clashes = []
    for user in User.objects.order_by("pk"):
        plain = user.email.lower()
        if plain == user.email:
            continue
        if plain in taken:
            clashes.append(user.email)
            continue
        taken.add(plain)
        User.objects.filter(pk=user.pk).update(email=plain)
    if clashes:
        raise RuntimeError(f"这些账号的邮箱与另一账号只有大小写不同，请先在后台改为其他地址：{'、'.join(clashes)}")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_invitations'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.RunPython(lower, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='user',
            name='email',
            field=models.EmailField(error_messages={'unique': '已有账号使用这个电子邮箱，大小写视为相同。'}, max_length=254, unique=True, verbose_name='电子邮箱'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_account_per_email', violation_error_message='已有账号使用这个电子邮箱，大小写视为相同。'),
        ),
    ]
