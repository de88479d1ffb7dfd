"""Rows whose words are like those that somebody typed: first what contains them, else what is written nearly so."""

import re
from functools import cache, reduce
from itertools import pairwise
from operator import or_
from typing import Any
from unicodedata import combining, normalize

from django.db import connection
from django.db.models import BooleanField, FloatField, Q, QuerySet
from django.db.models.expressions import RawSQL
from rapidfuzz.distance import OSA

WORDS, LETTERS = 6, 100  # as much of what was typed is looked for
SHORTEST = 4  # letters of a word that can be written wrong and still be known
TRIGRAMS_ALIKE, LETTERS_ALIKE = 0.4, 0.7  # of 1: the two measures are not the same
LETTERS_OF_A_WORD = re.compile(r"\w+")
SAME_LETTERS = str.maketrans("ةى", "هي")  # ends of Arabic words that people write either way
MEASURED = 40  # rows that are nearly so, of which the most alike are taken
SHOWN = 300  # letters of a text in which something was found
LOOKED_AT = 5000  # rows compared one by one, where the database can't


@cache
def has_trigrams() -> bool:
    """PostgreSQL with pg_trgm installed in this database."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def words_of(typed: str) -> list[str]:
    """The first words of what was typed, without what no text can hold."""
    return "".join(letter for letter in typed[:LETTERS] if letter.isprintable()).split()[:WORDS]


def containing(rows: QuerySet[Any], words: list[str], fields: tuple[str, ...]) -> QuerySet[Any]:
    """Those in which each of the words stands in one of the fields, as it was typed."""
    for word in words:
        rows = rows.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields)))
    return rows


def around(text: str, words: list[str]) -> str:
    """A text that is not long; of a longer one as much as stands around the first of the words, or else its beginning."""
    if len(text) <= SHOWN:
        return text
    small = text.lower()
    at = min((place for word in words if (place := small.find(word.lower())) >= 0), default=0)
    begin = text.rfind(" ", 0, max(at - SHOWN // 4, 0)) + 1
    end = text.rfind(" ", begin, begin + SHOWN)
    end = end if end > at else begin + SHOWN
    return f"{'… ' if begin else ''}{text[begin:end]}{' …' if end < len(text) else ''}"


def say_how_alike(connection: Any, **kwargs: Any) -> None:
    """Signal receiver: a connection begins. How much alike is enough, for the operator that uses the index."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [str(TRIGRAMS_ALIKE)])


def alike(rows: QuerySet[Any], words: list[str], field: str, most: int, wanted: tuple[str, ...]) -> list[Any]:
    """`wanted` columns of those with a word like each of these in the field, the most alike first. Short words are not
    guessed at."""
    words = [word for word in words if sum(letter.isalnum() for letter in word) >= SHORTEST]
    if not words:
        return []
    by = _by_trigrams if has_trigrams() else _by_letters
    return by(rows, words, field, most, wanted)


def _by_trigrams(rows: QuerySet[Any], words: list[str], field: str, most: int, wanted: tuple[str, ...]) -> list[Any]:
    """Among the first that are met: to measure each of them would cost more, the larger the city is."""
    name, column = rows.model._meta.db_table, rows.model._meta.get_field(field).column
    text, typed = f'UPPER("{name}"."{column}")', [word.upper() for word in words]
    # In this order of the two the database looks at a row once, in the other one once more. Words in a SELECT of their own keep
    # the planner from trying them on two hundred sample rows, which took longer than the search: it takes the index.
    like = RawSQL(" AND ".join([f"{text} %%> (SELECT %s::text)"] * len(words)), typed, output_field=BooleanField())
    near = RawSQL(" + ".join([f"word_similarity(%s, {text})"] * len(words)), typed, output_field=FloatField())
    met = rows.filter(like).order_by().annotate(how_alike=near).values_list("how_alike", "pk", *wanted)[:MEASURED]
    sql, params = met.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({sql}) met ORDER BY how_alike DESC, pk LIMIT %s", (*params, most))
        return [row[2:] for row in cursor.fetchall()]


def plain(text: str) -> str:
    """Small letters without marks above or below: é is e, and in Arabic أ is ا."""
    apart = normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not combining(letter)).translate(SAME_LETTERS)


def _by_letters(rows: QuerySet[Any], words: list[str], field: str, most: int, wanted: tuple[str, ...]) -> list[Any]:
    """Word by word; two that stand together are one as well, so that "cleanup" finds "clean-up"."""
    texts = {pk: _words(text) for pk, text in rows.values_list("pk", field)[:LOOKED_AT]}
    sums = dict.fromkeys(texts, 0.0)
    for word in words:
        typed = "".join(LETTERS_OF_A_WORD.findall(plain(word)))
        near = {known: _how_alike(typed, known) for known in {known for pk in sums for known in texts[pk]}}
        best = {pk: max((near[known] for known in texts[pk]), default=0.0) for pk in sums}
        sums = {pk: sums[pk] + score for pk, score in best.items() if score}
    best_first = sorted(sums, key=lambda pk: (-sums[pk], pk))[:most]
    found = {row[0]: row[1:] for row in rows.filter(pk__in=best_first).values_list("pk", *wanted)} if best_first else {}
    return [found[pk] for pk in best_first if pk in found]


def _words(text: str) -> list[str]:
    words = LETTERS_OF_A_WORD.findall(plain(text))
    return [*words, *(first + second for first, second in pairwise(words))]


def _how_alike(typed: str, known: str) -> float:
    """The whole word, or its beginning: who is still typing "gardn" means "gardening"."""
    beginnings = {known, known[: len(typed)], known[: len(typed) + 1]}
    return max(OSA.normalized_similarity(typed, each, score_cutoff=LETTERS_ALIKE) for each in beginnings)
