"""What a reader sees of a page, without its markup: search looks there, so that nobody finds help by "href" or "h2"."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from .models import PlainText, StoryIndexPage, StoryPage, TextPage

READ: dict[type[Page], tuple[str, ...]] = {TextPage: ("body",), StoryPage: ("lead", "body"), StoryIndexPage: ("intro",)}


def keep(sender: type[Page], instance: Page, raw: bool = False, **kwargs: object) -> None:
    """Signal receiver: a page was saved. It is read again, because with a draft the editor's words are saved elsewhere; a
    fixture brings these rows itself."""
    if not raw:
        page = sender.objects.select_related("locale").get(pk=instance.pk)
        kept = {"language": page.locale.language_code, "words": words_of(page, READ[sender])}
        PlainText.objects.update_or_create(page_id=page.pk, defaults=kept)


def words_of(page: Any, fields: tuple[str, ...]) -> str:
    """The title on a line of its own, then what stands in these fields."""
    return f"{page.title}\n{' '.join(' '.join(_texts(page, fields)).split())}"


def below_the_title(words: str) -> str:
    return words.partition("\n")[2]


def _texts(page: Model, fields: tuple[str, ...]) -> Iterator[str]:
    for name in fields:
        field, value = page._meta.get_field(name), getattr(page, name)
        if hasattr(field, "get_searchable_content"):  # rich text and blocks know what of them is read
            yield from field.get_searchable_content(value)
        else:
            yield value
