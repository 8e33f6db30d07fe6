"""Records -> what people read: the preview of a journey, a run in the terminal, a summary in Markdown."""
