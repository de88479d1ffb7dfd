"""The pages of people: signing in, me, settings."""
