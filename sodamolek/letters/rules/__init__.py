"""Pure rules of letters, without a database: the schema of kinds, answers, wording, deadlines."""
