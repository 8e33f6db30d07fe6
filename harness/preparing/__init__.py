"""What was asked for -> all that a run needs: settings, journeys compiled, the target and the judges opened.

Its modules are imported one by one: who only looks for journeys does not wait for what holds conversations.
"""
