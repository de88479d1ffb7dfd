"""What this room does when it hears of projects."""

from conversations import bells as conversations
from conversations.models import Case, Comment
from people.deeds import hears
from people.models import Deed
from projects import bells as projects
from projects.models import Project

from .actions import close_the_loop, count_said, hide_or_show, hide_or_show_question, mark_in_progress
from .models import Idea, Question


@hears(projects.project_approved, projects.project_opened)
def work_begins(deed: Deed) -> None:
    """The project of an idea may begin."""
    mark_in_progress(project=Project.objects.get(pk=deed.ids["project"]))


@hears(projects.project_completed)
def the_loop_closes(deed: Deed) -> None:
    """The outcome goes back to the idea. Heard twice, the idea is done already."""
    close_the_loop(by=deed.by, project=Project.objects.get(pk=deed.ids["project"]))


@hears(conversations.report_made, conversations.case_decided, conversations.appeal_decided)
def out_of_sight_or_back(deed: Deed) -> None:
    """Somebody reported an idea or a question, has decided about it, or about the appeal: its words follow."""
    case = Case.objects.get(pk=deed.ids["case"])
    if case.comment_id is not None:
        return
    if idea := Idea.objects.filter(subject=case.subject_id).first():
        hide_or_show(idea=idea)
    if question := Question.objects.filter(subject=case.subject_id).first():
        hide_or_show_question(question=question)


@hears(conversations.comment_posted, conversations.comment_held, conversations.comment_removed)
def somebody_spoke(deed: Deed) -> None:
    """Of the words about an idea, more or fewer can be read."""
    _count(Comment.objects.get(pk=deed.ids["comment"]).subject_id)


@hears(conversations.case_decided, conversations.appeal_decided)
def words_hidden_or_back(deed: Deed) -> None:
    """Words about an idea may be out of sight now, or back."""
    _count(Case.objects.get(pk=deed.ids["case"]).subject_id)


def _count(subject: int) -> None:
    if idea := Idea.objects.filter(subject=subject).only("pk").first():
        count_said(idea=idea)
