"""Forms of Kabas Hoax: the public's and the desk's."""
