"""Labelled sentences -> how well the rules read them."""
