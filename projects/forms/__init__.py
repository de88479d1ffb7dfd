"""The shape of what people type about projects, events and places."""
