"""The pages every new site begins with: a front page with its blocks, news, help, and what the city must say about itself.

Editors change all of it; nothing here is written over.
"""

from wagtail.models import Locale, Page, Site

from cms.models import HomePage, StoryIndexPage, TextPage

HELP = (
    ("How do I join?", "Open a date under <a href='/find/'>Find</a>, press Join, and type the six digits from your letter. There is no password."),
    ("I can't make it", "Open the date and press “Can't make it”. The next person in the queue gets your place."),
    ("Who sees my name?", "The organizers of the dates you join. Others who read about a date see only how many come; at the door a sheet with first names may go from hand to hand. What you write for everybody, such as a question, an answer or an idea, stands under your first name and an initial."),
    ("How do I vote?", "Open a poll under <a href='/polls/'>Polls</a>, choose among the ideas and press “Save my choice”. Until voting ends you can change your choice or remove your ballot, and only the last one counts. Everybody has one ballot. Nobody sees how the count stands before voting ends, the city included. Afterwards anybody can count again, from files without names, and a named office answers the ideas."),
    ("Can my children come?", "Add them once under <a href='/me/family/'>My family</a>, then sign up together with one press. Their names are seen by you and, on the day, by the organizers, and by nobody else. Young people with an account of their own hold a place once a guardian has said yes."),
    ("How do I hear what is new?", "Press “Follow” on a project, a neighborhood or a kind of project. Nobody else sees what you follow. Under Settings, Notices, you choose whether letters come at once or together in a digest, or not at all. <a href='/feeds/'>Calendars and feeds</a> work without an account."),
    ("Something here is not right", "Press “Report” beside it and say what is wrong. The moderators of the city look at it; whom it is about never learns who said so. If a child may be in danger, your report goes to the safeguarding officer alone. If somebody decided about something of yours and you think it was wrong, ask for a second look in the letter you got: somebody else takes it."),
    ("How do I start something?", "Press <a href='/projects/propose/'>Propose a project</a>. It takes six short questions, and a named office answers within five working days. Once it is open, set a date with its tasks and places. People join by themselves, and who comes too late for a place waits in a queue."),
    ("What do I do as an organizer?", "Under <a href='/me/projects/'>My projects</a> stands what needs you. Before the day: answer questions, write to everybody who comes, print the list. On the day: tick who is here. Afterwards: close the list, and the hours follow. Lead it with somebody from another household; with children among you, you must."),
    ("Something is wrong with my hours", "Tell the organizer within 30 days. Hours are corrected with a reason, and the points follow."),
)  # fmt: skip

TEXTS = {
    "help": ("Help center", "".join(f"<h2>{asked}</h2><p>{answer}</p>" for asked, answer in HELP)),
    "glossary": ("Glossary", "<p><b>Project:</b> something neighbors do together. <b>Date:</b> one meeting of it. <b>Task:</b> what you do there, with its own places. <b>Block:</b> a small place that somebody looks after every few weeks. <b>Waitlist:</b> the queue for a full task; a free place is held for the first who fits. <b>Poll:</b> a question the city asks and must answer. <b>Ballot:</b> your choice, kept apart from your name. <b>Super User:</b> a neighbor whom others can count on, confirmed by an official.</p>"),
    "accessibility": ("Accessibility", "<p>Everything works by keyboard, without JavaScript and at four times the size. Each date says whether it is step-free, or that nobody has checked yet. Something does not work for you? Tell us: the ways to reach us stand under <a href='/contact/'>Contact</a>.</p>"),
    "privacy": ("Your data", "<p>We keep your name, your e-mail address, what you joined and what somebody saw you do. Ballots are kept apart from names, and 30 days after a result nobody can tell any more how you voted, and only your own points still say that you took part in some poll. Beside the list of who voted, and never beside a ballot, we keep two fingerprints of where a first ballot came from and with what kind of device, to notice made-up accounts; they go when the result is certified. Under Settings you can download everything, or have it erased.</p>"),
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
