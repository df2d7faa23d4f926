"""Scripted worlds, each a function from a seed to a `World`."""
