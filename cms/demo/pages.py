"""The editor's pages: home, one story with a drawing, help and what we keep."""

from wagtail.models import Locale, Page, Site

from cms.models import HomePage, StoryIndexPage, StoryPage, TextPage

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
TEXTS = {
    "Help center": "<h3>How do I join?</h3><p>Open a date under Find, press Join, and type the six digits from your letter. There is no password.</p><h3>I can't make it</h3><p>Open the date and press “Can't make it”. The next person in the queue gets your place.</p><h3>Who sees my name?</h3><p>The organizers of the date you join. Everybody else sees a number.</p><h3>Something is wrong with my hours</h3><p>Tell the organizer within 30 days. Hours are corrected with a reason, and the points follow.</p>",
    "Glossary": "<p><b>Project:</b> something neighbors do together. <b>Date:</b> one meeting of it. <b>Task:</b> what you do there, with its own places. <b>Waitlist:</b> the queue for a full task; a free place is held for the first who fits. <b>Poll:</b> a question the city asks and must answer. <b>Ballot:</b> your choice, kept apart from your name. <b>Super User:</b> a neighbor whom others can count on, confirmed by an official.</p>",
    "Accessibility": "<p>Everything works by keyboard, without JavaScript and at four times the size. Each date says whether it is step-free, or that nobody has checked yet. Something does not work for you? Write to residents@larkhaven.example.</p>",
    "Your data": "<p>We keep your name, your e-mail address, what you joined and what somebody saw you do. Ballots are kept apart from names, and 30 days after a result nobody can tell any more who voted. Under Settings you can download everything, or have it erased.</p>",
}  # fmt: skip


def build_site() -> Site:
    """Home page under Wagtail's root, with the site pointing at it; safe to call again. Editors' changes are kept."""
    home = HomePage.objects.filter(locale=Locale.get_default()).first()
    if home is None:
        root = Page.get_first_root_node()
        for old in root.get_children().filter(slug="home"):
            old.delete()
        root = Page.objects.get(pk=root.pk)
        home = root.add_child(instance=HomePage(title="Home", slug="home", locale=Locale.get_default()))
    site, _made = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Engage"}
    )
    return site


def fill_home() -> None:
    """Stories, plain pages, and the blocks in their usual order."""
    home = HomePage.objects.get(locale=Locale.get_default())
    if home.body:
        return
    stories = home.add_child(
        instance=StoryIndexPage(title="News and stories", slug="stories", intro="What neighbors tell each other.")
    )
    oaks = _story(
        stories,
        STORY,
        "ruths-oaks",
        "story-oaks.svg",
        "Drawing: five people of different ages with spades beside newly planted trees on Quarry Hill.",
    )
    _story(stories, NEWS, "herons", "demo/mural.svg", "Drawing: people painting a wall with herons.")
    for title, body in TEXTS.items():
        home.add_child(instance=TextPage(title=title, slug=title.lower().replace(" ", "-"), body=body))
    home.body = [
        ("board", {"title": "The next three near you"}),
        ("poll", {"title": "Open poll"}),
        ("city_did", {"title": "What the city did with your ideas", "lead": "Each chosen idea gets an answer from a named office, and a date.", "count": 3}),
        ("impact", {"title": "Together this year"}),
        ("story", {"title": "From your neighbors", "story": oaks}),
        ("invitation", {"title": "Seen something that needs doing?", "text": "Propose a project. It takes six short questions, and a named office answers within five working days."}),
    ]  # fmt: skip
    home.save_revision().publish()


def _story(parent: Page, words: tuple[str, str, str], slug: str, drawing: str, alt: str) -> StoryPage:
    title, lead, text = words
    page = StoryPage(
        title=title, slug=slug, lead=lead, drawing=drawing, drawing_alt=alt, body=[("text", f"<p>{text}</p>")]
    )
    return parent.add_child(instance=page)
