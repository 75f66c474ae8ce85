"""Stance and loaded-language models: their inputs, calibration and files."""
