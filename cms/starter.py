"""The pages every new site begins with: a front page with its blocks, news, help, and what the city must say about itself.

Editors change all of it; nothing here is written over.
"""

from wagtail.models import Locale, Page, Site

from cms.models import HomePage, StoryIndexPage, TextPage

TEXTS = {
    "help": ("Help center", "<h2>How do I join?</h2><p>Open a date under Find, press Join, and type the six digits from your letter. There is no password.</p><h2>I can't make it</h2><p>Open the date and press “Can't make it”. The next person in the queue gets your place.</p><h2>Who sees my name?</h2><p>The organizers of the date you join. Everybody else sees a number.</p><h2>Something is wrong with my hours</h2><p>Tell the organizer within 30 days. Hours are corrected with a reason, and the points follow.</p>"),
    "glossary": ("Glossary", "<p><b>Project:</b> something neighbors do together. <b>Date:</b> one meeting of it. <b>Task:</b> what you do there, with its own places. <b>Block:</b> a small place that somebody looks after every few weeks. <b>Waitlist:</b> the queue for a full task; a free place is held for the first who fits. <b>Poll:</b> a question the city asks and must answer. <b>Ballot:</b> your choice, kept apart from your name. <b>Super User:</b> a neighbor whom others can count on, confirmed by an official.</p>"),
    "accessibility": ("Accessibility", "<p>Everything works by keyboard, without JavaScript and at four times the size. Each date says whether it is step-free, or that nobody has checked yet. Something does not work for you? Tell us: the ways to reach us stand under <a href='/contact/'>Contact</a>.</p>"),
    "privacy": ("Your data", "<p>We keep your name, your e-mail address, what you joined and what somebody saw you do. Ballots are kept apart from names, and 30 days after a result nobody can tell any more who voted. Under Settings you can download everything, or have it erased.</p>"),
    "terms": ("Rules of the house", "<p>Be kind, be truthful, and say who you are by your own first name. One person has one account and one ballot. Do not post other people's private details, hate, advertising or anything the law forbids.</p><p>What you write stays yours; by posting it you let the city show it here. Organizers and the city may end a place, a project or an account that harms others, and say why; you can ask another official to look at it again.</p><p>Places, hours and points have no value in money.</p>"),
    "contact": ("Contact", "<p>The office that runs this site, and its address, stand at the bottom of every page. Write or come by with questions about your data, with something that does not work for you, or with a complaint about what somebody wrote. You get an answer within five working days.</p>"),
    "about": ("About Engage", "<p>Engage is open-source software with which a city and its residents get things done together: projects with places that are never given twice, hours that somebody saw, polls that anyone can recount, and an answer to every idea. Any city may use it and read how it works.</p>"),
}  # fmt: skip


HOME = (
    ("board", {"title": "The next three near you"}),
    ("poll", {"title": "Open poll"}),
    ("city_did", {"title": "What the city did with your ideas", "lead": "Each chosen idea gets an answer from a named office, and a date.", "count": 3}),
    ("impact", {"title": "Together this year"}),
    ("invitation", {"title": "Seen something that needs doing?", "text": "Propose a project. It takes six short questions, and a named office answers within five working days."}),
)  # fmt: skip


def build_site() -> Site:
    """Home page under Wagtail's root with all it needs below, and the site pointing at it; safe to call again.

    What an editor changed, hid or renamed stays so; what was never there, or was deleted, is added.
    """
    home = HomePage.objects.filter(locale=Locale.get_default()).first() or _new_home()
    _add_missing(home)
    site, _made = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Engage"}
    )
    return site


def _new_home() -> HomePage:
    root = Page.get_first_root_node()
    for welcome in root.get_children().filter(slug="home"):
        welcome.delete()  # Wagtail's own first page
    home = HomePage(title="Home", slug="home", locale=Locale.get_default(), body=list(HOME))
    Page.objects.get(pk=root.pk).add_child(instance=home)
    return home


def _add_missing(home: HomePage) -> None:
    there = set(home.get_children().values_list("slug", flat=True))
    if "news" not in there:
        news = StoryIndexPage(title="News and stories", slug="news", intro="What neighbors tell each other.")
        home.add_child(instance=news)
    for slug, (title, body) in TEXTS.items():
        if slug not in there:
            home.add_child(instance=TextPage(title=title, slug=slug, body=body))
