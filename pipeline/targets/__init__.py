"""Targets as data: what names a state or bloc in each language, and where it stands in a text."""
