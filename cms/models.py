"""Pages that editors change: home, news and stories, plain pages; and the site's own image."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page
from wagtail.search import index

from files.pictures import CleanPicture, cleaned_file

from . import sharing
from .blocks import HomeBlocks, StoryBlocks

# What editors may write: no raw HTML, no pictures between words.
RICH = ["h2", "bold", "italic", "ol", "ul", "link", "document-link"]


class CustomImage(AbstractImage):
    """An editor's picture; alt text is asked for with the upload."""

    alt = models.CharField(
        _("what the picture shows"), max_length=250, blank=True, help_text=_("Read out to people who don't see it.")
    )
    admin_form_fields = (*Image.admin_form_fields, "alt")

    @property
    def default_alt_text(self) -> str:
        return self.alt

    def save(self, *args, **kwargs):
        """Whichever way a new file comes in, only its pixels are kept."""
        if self.file and not self.file._committed and not isinstance(self.file.file, CleanPicture):
            self.file = cleaned_file(self.file.file)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class HomePage(Page):
    """The city's front page: blocks in the order an editor likes."""

    body = StreamField(HomeBlocks(), blank=True, verbose_name=_("blocks"))

    max_count = 3  # one for each language
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.StoryIndexPage", "cms.TextPage"]
    template = "cms/home_page.html"
    content_panels = [*Page.content_panels, FieldPanel("body")]

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"share": sharing.of_front_page(request, self.pk)}


class StoryIndexPage(Page):
    """News and stories, newest first."""

    intro = models.CharField(_("introduction"), max_length=250, blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.StoryPage"]
    template = "cms/story_index_page.html"
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    def get_context(self, request, *args, **kwargs):
        stories = StoryPage.objects.child_of(self).live().order_by("-first_published_at").select_related("picture")
        share = sharing.of_page(request, self.pk, self.title)
        return super().get_context(request, *args, **kwargs) | {"stories": stories[:30], "share": share}


class StoryPage(Page):
    """One story of a neighbor, or a piece of news."""

    lead = models.CharField(_("first sentence"), max_length=300)
    picture = models.ForeignKey(CustomImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    drawing = models.CharField(max_length=80, blank=True, help_text=_("A drawing of the site, used without a picture."))
    drawing_alt = models.CharField(max_length=250, blank=True)
    body = StreamField(StoryBlocks(), blank=True, verbose_name=_("text"))

    parent_page_types = ["cms.StoryIndexPage"]
    subpage_types: list[str] = []
    template = "cms/story_page.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("picture"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"share": sharing.of_page(request, self.pk, self.title)}


class PlainText(models.Model):
    """What a reader sees of a page that is not the front page: the title on the first line, then the text without markup."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="plain")
    language = models.CharField(max_length=100, help_text="As the page's locale says.")
    words = models.TextField()


class TextPage(Page):
    """A plain page: help, glossary, accessibility, what we keep."""

    body = RichTextField(_("text"), features=RICH)

    parent_page_types = ["cms.HomePage", "cms.TextPage"]
    subpage_types = ["cms.TextPage"]
    template = "cms/text_page.html"
    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"share": sharing.of_page(request, self.pk, self.title)}
