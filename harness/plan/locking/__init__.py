"""journeys.lock: readings that somebody accepted, and how sentences were read when it was written."""
