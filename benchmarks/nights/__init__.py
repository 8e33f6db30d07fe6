"""Thirty nights of the demo agent: a fault creeps in for one group of customers, a price changes, both are told."""
