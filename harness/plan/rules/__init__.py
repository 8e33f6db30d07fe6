"""Sentence -> items: small named rules in ordered tables, one for the customer's side and one for the agent's."""
