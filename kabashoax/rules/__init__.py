"""Pure rules of Kabas Hoax, without a database."""
