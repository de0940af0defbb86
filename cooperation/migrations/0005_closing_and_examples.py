import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cooperation', '0004_protection_of_minors'),
        ('profiles', '0012_index_keys_of_organisations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what_changed', models.TextField(blank=True, max_length=2000, verbose_name='What changed for the Träger?')),
                ('young_people', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(5000)], verbose_name='How many young people were reached?')),
                ('growth', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('professional', 'Professional competence (Fachkompetenz)'), ('social', 'Social competence'), ('intercultural', 'Intercultural competence'), ('self', 'Self-competence: confidence, perseverance'), ('action', 'Competence to act (Handlungskompetenz)'), ('horizon', 'New possibilities in view (Möglichkeitsraum)'), ('motivation', 'Joy in learning (Lernmotivation)')], max_length=20), blank=True, default=list, size=None, verbose_name='What did they gain?')),
                ('young_words', models.TextField(blank=True, max_length=2000, verbose_name='How did it show?')),
                ('new_contacts', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(5000)], verbose_name='How many new contacts came about?')),
                ('community_words', models.TextField(blank=True, max_length=2000, verbose_name='What goes on, who got to know whom, which doors opened?')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('competencies', models.ManyToManyField(blank=True, to='profiles.competence', verbose_name='What your team can do better now')),
                ('cooperation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outcome', to='cooperation.cooperation')),
            ],
            options={
                'verbose_name': 'outcome',
                'verbose_name_plural': 'outcomes',
            },
        ),
        migrations.CreateModel(
            name='Example',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(editable=False, max_length=80, unique=True)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.TextField(max_length=400, verbose_name='in two sentences')),
                ('story', models.TextField(max_length=6000, verbose_name='the story')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('released', 'Released by both sides'), ('published', 'Published')], default='draft', max_length=20, verbose_name='status')),
                ('released_seeking_at', models.DateTimeField(editable=False, null=True)),
                ('released_offering_at', models.DateTimeField(editable=False, null=True)),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('cooperation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='example', to='cooperation.cooperation')),
            ],
            options={
                'verbose_name': 'example',
                'verbose_name_plural': 'examples',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['released', 'published']), _negated=True), models.Q(('released_offering_at__isnull', False), ('released_seeking_at__isnull', False)), _connector='OR'), name='example_released_by_both'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='example_published_when')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('seeking', 'the Träger'), ('offering', 'the company')], max_length=10)),
                ('again', models.CharField(choices=[('yes', 'Yes, gladly'), ('otherwise', 'Yes, but differently'), ('no', 'Rather not')], max_length=10, verbose_name='Would you do it again?')),
                ('to_other', models.TextField(blank=True, max_length=2000, verbose_name='To the other side')),
                ('to_servicedesk', models.TextField(blank=True, max_length=2000, verbose_name='To the Servicestelle')),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cooperation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='cooperation.cooperation')),
            ],
            options={
                'verbose_name': 'feedback',
                'verbose_name_plural': 'feedback',
                'constraints': [models.UniqueConstraint(fields=('cooperation', 'side'), name='feedback_once_per_side')],
            },
        ),
    ]
