import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cooperation', '0003_cooperations_of_accepted_enquiries'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('contact', models.CharField(choices=[('never_alone', 'A professional of ours is always there'), ('group', 'At times alone with a group'), ('alone', 'At times alone with one young person')], max_length=20, verbose_name='How do they meet?')),
                ('intensity', models.CharField(choices=[('low', 'Open and public, nobody depends on anybody'), ('high', 'Trust grows, or somebody depends on somebody; also trips with a night away')], max_length=10, verbose_name='How close is it?')),
                ('duration', models.CharField(choices=[('once', 'Once, for some hours'), ('several', 'A few times'), ('regular', 'Regularly, over weeks or months')], max_length=10, verbose_name='How long?')),
                ('level', models.CharField(choices=[('required', 'Required: we see the certificate of everybody'), ('recommended', 'Recommended: we ask for it, but start without it'), ('not_needed', 'Not needed')], max_length=20, verbose_name='Extended certificate of conduct (§ 30a BZRG)')),
                ('reason', models.TextField(max_length=1000, verbose_name='Our reason')),
                ('needs_declaration', models.BooleanField(default=False, verbose_name='Everybody signs a declaration of their own')),
                ('needs_concept', models.BooleanField(default=False, verbose_name='Everybody has read our protection concept')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('cooperation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='assessment', to='cooperation.cooperation')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'decision on protection',
                'verbose_name_plural': 'decisions on protection',
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['required', 'recommended', 'not_needed'])), name='assessment_level_known')],
            },
        ),
        migrations.CreateModel(
            name='ProtectionRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name of the person')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='date on the certificate')),
                ('seen_on', models.DateField(blank=True, null=True, verbose_name='seen by us on')),
                ('see_again_on', models.DateField(blank=True, help_text='Leave empty for five years after the date on the certificate.', null=True, verbose_name='to be seen again by')),
                ('declared_on', models.DateField(blank=True, null=True, verbose_name='declaration signed on')),
                ('concept_read_on', models.DateField(blank=True, null=True, verbose_name='protection concept read on')),
                ('cooperation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='protection_records', to='cooperation.cooperation')),
                ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'record of protection',
                'verbose_name_plural': 'records of protection',
                'ordering': ['name', 'pk'],
                'indexes': [models.Index(condition=models.Q(('see_again_on__isnull', False)), fields=['see_again_on'], name='protection_see_again')],
                'constraints': [models.UniqueConstraint(fields=('cooperation', 'name'), name='protection_record_once_per_person', violation_error_message='This person stands in the list already.'), models.CheckConstraint(condition=models.Q(('issued_on', None), ('seen_on__gte', models.F('issued_on')), _connector='OR'), name='protection_record_seen_after_issue', violation_error_message='You cannot have seen it before it was issued.'), models.CheckConstraint(condition=models.Q(models.Q(('issued_on', None), ('see_again_on', None), ('seen_on', None)), models.Q(('issued_on__isnull', False), ('see_again_on__isnull', False), ('seen_on__isnull', False)), _connector='OR'), name='protection_record_whole_or_none')],
            },
        ),
    ]
