"""Who printed a page, whose copy it is, who wrote it, where and when, and on what that stands."""
