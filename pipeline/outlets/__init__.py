"""Measuring outlets."""
