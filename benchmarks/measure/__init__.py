"""Figures on real, labelled conversations that stay outside of this repository."""
