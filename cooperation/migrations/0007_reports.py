import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cooperation', '0006_conversations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('invited', 'Invited into the conversation'), ('reported', 'Something was reported')], max_length=20, verbose_name='kind')),
                ('side', models.CharField(choices=[('seeking', 'the Träger'), ('offering', 'the company'), ('servicedesk', 'the Servicestelle')], max_length=20, verbose_name='side')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='what happened')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('handled_at', models.DateTimeField(editable=False, null=True, verbose_name='handled')),
                ('decision', models.CharField(blank=True, choices=[('helped', 'Helped, nothing more to do'), ('nothing', 'Nothing to object to'), ('talked', 'Talked with those involved'), ('measures', 'Measures taken (such as a suspension)')], editable=False, max_length=20, verbose_name='decision')),
                ('comment', models.TextField(blank=True, editable=False, max_length=2000, verbose_name='comment')),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='cooperation.enquiry', verbose_name='enquiry')),
                ('handled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
                ('reporter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'call for the Servicestelle',
                'verbose_name_plural': 'calls for the Servicestelle',
            },
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('handled_at', None)), fields=['created_at'], name='report_waiting'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['invited', 'reported'])), name='report_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', ''), ('handled_at', None)), models.Q(('handled_at__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='report_handled_by_a_decision'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('handled_at', None), ('kind', 'invited')), fields=('enquiry',), name='report_one_open_invitation'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('handled_at', None), ('kind', 'reported')), fields=('enquiry', 'reporter'), name='report_one_open_per_person'),
        ),
    ]
