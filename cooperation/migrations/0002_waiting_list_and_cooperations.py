import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cooperation', '0001_initial'),
        ('matching', '0007_changed_at'),
        ('profiles', '0012_index_keys_of_organisations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cooperation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('format', models.CharField(choices=[('pro-bono-project', 'Pro-bono project'), ('advisory-hour', 'Advisory hour'), ('training', 'Training'), ('mentoring', 'Mentoring'), ('action-day', 'Action day'), ('internship', 'Internship'), ('school-project', 'School project'), ('in-kind', 'Things'), ('space', 'Rooms'), ('network-introduction', 'Introduction to a network')], max_length=30, verbose_name='kind of help')),
                ('status', models.CharField(choices=[('planning', 'Being agreed'), ('confirmed', 'Agreed, not started'), ('active', 'Running'), ('paused', 'Paused'), ('closing', 'Being closed'), ('closed', 'Closed'), ('called_off', 'Did not come about')], default='planning', max_length=20, verbose_name='status')),
                ('began_at', models.DateTimeField(auto_now_add=True, verbose_name='begun')),
                ('status_since', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('ended_early', models.BooleanField(default=False, verbose_name='ended early')),
            ],
            options={
                'verbose_name': 'cooperation',
                'verbose_name_plural': 'cooperations',
            },
        ),
        migrations.RemoveConstraint(
            model_name='enquiry',
            name='enquiry_status_known',
        ),
        migrations.RemoveConstraint(
            model_name='enquiry',
            name='enquiry_one_open_per_pair',
        ),
        migrations.AddField(
            model_name='enquiry',
            name='escalated_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='extended_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='holds',
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='introduced_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='place_kept_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='reminded_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='servicedesk_reads_since',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='waiting_since',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='enquiry',
            name='status',
            field=models.CharField(choices=[('introduced', 'Introduced by the Servicestelle'), ('open', 'Waiting for an answer'), ('waiting', 'On the waiting list'), ('place_offered', 'A place is free'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('lapsed', 'Ended without an answer')], default='open', max_length=20, verbose_name='status'),
        ),
        migrations.AddIndex(
            model_name='enquiry',
            index=models.Index(condition=models.Q(('status__in', ['introduced', 'open'])), fields=['answer_by'], name='enquiry_answer_due'),
        ),
        migrations.AddIndex(
            model_name='enquiry',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['offer', 'waiting_since'], name='enquiry_waiting_list'),
        ),
        migrations.AddConstraint(
            model_name='enquiry',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['introduced', 'open', 'waiting', 'place_offered', 'accepted', 'declined', 'withdrawn', 'lapsed'])), name='enquiry_status_known'),
        ),
        migrations.AddConstraint(
            model_name='enquiry',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['introduced', 'open', 'waiting', 'place_offered'])), fields=('seeking', 'offering', 'need', 'offer'), name='enquiry_one_undecided_per_pair', nulls_distinct=False),
        ),
        migrations.AddField(
            model_name='cooperation',
            name='enquiry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cooperation', to='cooperation.enquiry'),
        ),
        migrations.AddIndex(
            model_name='cooperation',
            index=models.Index(fields=['status', 'status_since'], name='cooperation_by_status'),
        ),
        migrations.AddConstraint(
            model_name='cooperation',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['planning', 'confirmed', 'active', 'paused', 'closing', 'closed', 'called_off'])), name='cooperation_status_known'),
        ),
    ]
