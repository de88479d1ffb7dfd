"""Two stories with drawings, and one of them on the front page."""

from wagtail.models import Locale

from cms.models import HomePage, StoryIndexPage, StoryPage

STORY = (
    "“I came for one tree. Now I know my street.”",
    "Ruth Osei moved to Quarry Hill in January and knew nobody. In March she planted an oak with four strangers.",
    "This autumn she led her third planting day. The hill has young oaks on both sides of the path, and five families take turns with the water cans.",
)
NEWS = (
    "The herons are finished",
    "Fourteen neighbors painted the underpass in two days, and the trains did not mind.",
    "Whoever walks from Elm Park to the tram now walks between reeds. The paint was made for bridges and should outlive all of us.",
)


# What the front page's blocks are called in the demo's other languages; the people's own words stay as they wrote them.
FRONT = {
    "es": ("Inicio", {
        "board": "Las tres próximas cerca de ti", "poll": "Consulta abierta", "city_did": "Qué hizo la ciudad con tus ideas",
        "impact": "Este año, entre todos", "story": "De tus vecinos", "invitation": "¿Has visto algo que hace falta?",
    }, "Cada idea elegida recibe respuesta de una oficina con nombre, y una fecha.",
        "Propón un proyecto. Son seis preguntas cortas, y una oficina con nombre responde en cinco días laborables."),
    "ar": ("الرئيسية", {
        "board": "المواعيد الثلاثة القادمة قربك", "poll": "استطلاع مفتوح", "city_did": "ماذا فعلت المدينة بأفكاركم",
        "impact": "معا هذا العام", "story": "من جيرانكم", "invitation": "هل رأيت شيئا يحتاج إلى عمل؟",
    }, "كل فكرة مختارة تنال ردا من مكتب معروف، ومعه موعد.",
        "اقترح مشروعا. ستة أسئلة قصيرة، ويرد مكتب معروف خلال خمسة أيام عمل."),
}  # fmt: skip


def speak_other_languages() -> None:
    """A front page in each further language; the pages below are shown as they are until somebody translates them."""
    home = HomePage.objects.get(locale=Locale.get_default())
    for code, (title, names, lead, invitation) in FRONT.items():
        locale, _made = Locale.objects.get_or_create(language_code=code)
        if home.has_translation(locale):
            continue
        page = home.copy_for_translation(locale)
        page.title = title
        page.body = [(block.block_type, _named(block, names, lead, invitation)) for block in home.body]
        page.save_revision().publish()
        for below in home.get_descendants().specific():
            below.copy_for_translation(locale, alias=True)


def _named(block, names: dict[str, str], lead: str, invitation: str) -> dict:
    words = {**block.value, "title": names[block.block_type]}
    if "lead" in words:
        words["lead"] = lead
    if block.block_type == "invitation":
        words["text"] = invitation
    return words


def tell_stories() -> None:
    """Once: a city that has stories is left alone."""
    news = StoryIndexPage.objects.get(slug="news")
    if news.get_children().exists():
        return
    oaks = _story(
        news,
        STORY,
        "ruths-oaks",
        "story-oaks.svg",
        "Drawing: five people of different ages with spades beside newly planted trees on Quarry Hill.",
    )
    _story(news, NEWS, "herons", "demo/mural.svg", "Drawing: people painting a wall with herons.")
    home = HomePage.objects.get(pk=news.get_parent().pk)
    blocks = [(block.block_type, block.value) for block in home.body]
    home.body = [*blocks[:-1], ("story", {"title": "From your neighbors", "story": oaks}), blocks[-1]]
    home.save()


def _story(news: StoryIndexPage, words: tuple[str, str, str], slug: str, drawing: str, alt: str) -> StoryPage:
    title, lead, text = words
    page = StoryPage(
        title=title, slug=slug, lead=lead, drawing=drawing, drawing_alt=alt, body=[("text", f"<p>{text}</p>")]
    )
    return news.add_child(instance=page)
