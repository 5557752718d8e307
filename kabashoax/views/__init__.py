"""Pages of Kabas Hoax: the public's, the reporter's, the desk's, and what stands in the portal's frame."""
