"""Letters over `/api/v1/letters/`: the same services as the pages, for a session or a token with its scope."""
