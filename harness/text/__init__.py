"""Words: normal form, sentences, typed values, quotes, similarity, acts; pure."""
