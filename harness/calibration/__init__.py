"""What people said of conversations, beside what a judge says -> how far that judge can be relied on.

`labels` reads what people said; `measure` holds a judge against it; `sampling` says which conversations to label next;
`canaries` are conversations of our own with the right answers, and notice when a judge drifts; `file` keeps the result
where a gate finds it.
"""
