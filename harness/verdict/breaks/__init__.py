"""Where a conversation first went wrong [measurement 4.3].

`happenings` puts what the agents did in a row, `contracts` holds each of them against C1 to C10, `ancestry` says which
of the broken ones follow from which, and `first` ranks those that follow from none; `elimination` is what is left where
nothing that happened shows it.
"""
