import django.db.models.deletion
from django.db import migrations, models


def write(apps, schema_editor):
    """Of the pages that are there; further ones are written as they are saved."""
    from cms.plain import READ, words_of

    using = schema_editor.connection.alias
    plain = apps.get_model("cms", "PlainText").objects.using(using)
    for kind, fields in READ.items():
        for page in apps.get_model("cms", kind.__name__).objects.using(using).select_related("locale"):
            plain.update_or_create(
                page_id=page.pk, defaults={"language": page.locale.language_code, "words": words_of(page, fields)}
            )


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_home_stories_images"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.CreateModel(
            name="PlainText",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="plain",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("language", models.CharField(help_text="As the page's locale says.", max_length=100)),
                ("words", models.TextField()),
            ],
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
