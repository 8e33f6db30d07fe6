"""A run's record -> a folder of pages that opens from disk: no server, no request, readable without JavaScript.

`site` goes through the record once and writes; `sharing` keeps what is left of it in memory small; `conversation`,
`journeys`, `front`, `figures`, `costs` and `papers` each make what one kind of page shows; `render` turns that into
HTML, which is the only way out for any text.
"""

from .site import write_pages

__all__ = ["write_pages"]
