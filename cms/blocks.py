"""Blocks of the front page. Each shows domain rows by one QuerySet sentence and holds no rule of its own."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, IntegerBlock, PageChooserBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock

from core.clock import now
from core.when import new_year

from . import reads


class FrontBlock(StructBlock):
    """A block that knows who reads; `rows(value, request)` says what it shows."""

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        return context | self.rows(value, context.get("request"))


class BoardBlock(FrontBlock):
    """The next three dates near the reader, like a departure board."""

    title = CharBlock(default=_("The next three near you"), max_length=60, label=_("title"))

    def rows(self, value, request) -> dict:
        hood = reads.hood_of(request)
        return {"hood": hood, "events": reads.next_events(hood), "week": reads.events_this_week()}

    class Meta:
        template = "cms/blocks/board.html"
        icon = "date"
        label = _("Next dates near you")


class PollBlock(FrontBlock):
    """The open poll that closes first."""

    title = CharBlock(default=_("Open poll"), max_length=60, label=_("title"))

    def rows(self, value, request) -> dict:
        return {"poll": reads.open_poll(), "now": now()}

    class Meta:
        template = "cms/blocks/poll.html"
        icon = "tick-inverse"
        label = _("Open poll")


class CityDidBlock(FrontBlock):
    """Ideas the city answered, each with its line."""

    title = CharBlock(default=_("What the city did with your ideas"), max_length=80, label=_("title"))
    lead = TextBlock(
        required=False, default=_("Each chosen idea gets an answer from a named office, and a date."), max_length=200
    )
    count = IntegerBlock(default=3, min_value=1, max_value=6, label=_("how many"))

    def rows(self, value, request) -> dict:
        return {"ideas": reads.answered_ideas(value["count"])}

    class Meta:
        template = "cms/blocks/city_did.html"
        icon = "comment"
        label = _("What the city did")


class ImpactBlock(FrontBlock):
    """This year in numbers, from work that an organizer confirmed."""

    title = CharBlock(default=_("Together this year"), max_length=60, label=_("title"))

    def rows(self, value, request) -> dict:
        return {"figures": reads.impact(new_year())}

    class Meta:
        template = "cms/blocks/impact.html"
        icon = "table"
        label = _("Impact in numbers")


class StoryBlock(StructBlock):
    """One story on the warm plane."""

    title = CharBlock(default=_("From your neighbors"), max_length=60, label=_("title"))
    story = PageChooserBlock(page_type="cms.StoryPage", label=_("story"))

    class Meta:
        template = "cms/blocks/story.html"
        icon = "openquote"
        label = _("A story")


class InvitationBlock(StructBlock):
    """One invitation at the foot."""

    title = CharBlock(default=_("Seen something that needs doing?"), max_length=80, label=_("title"))
    text = TextBlock(
        default=_("Propose a project. It takes six short questions, and a named office answers."), max_length=250
    )

    class Meta:
        template = "cms/blocks/invitation.html"
        icon = "plus"
        label = _("Invitation to propose")


class WordsBlock(StructBlock):
    """A few words of the editor's own."""

    title = CharBlock(max_length=80, label=_("title"))
    text = RichTextBlock(features=["bold", "italic", "ol", "ul", "link"], label=_("text"))

    class Meta:
        template = "cms/blocks/text.html"
        icon = "pilcrow"
        label = _("Text")


class HomeBlocks(StreamBlock):
    board = BoardBlock()
    poll = PollBlock()
    city_did = CityDidBlock()
    impact = ImpactBlock()
    story = StoryBlock()
    invitation = InvitationBlock()
    text = WordsBlock()

    class Meta:
        block_counts = {"board": {"max_num": 1}}


class StoryBlocks(StreamBlock):
    text = RichTextBlock(features=["h2", "bold", "italic", "ol", "ul", "link"], label=_("text"))
    quote = CharBlock(max_length=250, label=_("quote"), template="cms/blocks/quote.html", icon="openquote")
