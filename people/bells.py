"""What others may hear of people. Ids are primary keys."""

from .deeds import Bell

code_asked = Bell("people.code_asked")  # code: somebody wants a sign-in code at an address
person_joined = Bell("people.person_joined")  # person: a new person is known to the city
role_granted = Bell("people.role_granted")  # grant
role_ended = Bell("people.role_ended")  # grant
