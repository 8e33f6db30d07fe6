"""Hearth & Co.: a small shop's service with several desks, real enough to test, with faults to switch on.

A message is heard (`hear`), its matter found (`matter`), an identity asked for (`identity`), a desk acts (`desks`)
with tools (`tools`) on the books (`shop`), in words (`words`) and by rules (`rules`) that a test may break. What HTTP
can reach is in `app`.
"""
