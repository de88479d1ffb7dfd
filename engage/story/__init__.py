"""The city's main job from end to end, walked over real HTTP by people without JavaScript.

`manage.py check_story` starts the site in its own process and walks the eleven steps. Everything is done as a person does
it: open a page, find the form, fill it, press the button, read what comes. Only the clock is the process's own, so that
an offer can run out and a poll can close without waiting, and its worker's tasks are done in between.
"""
