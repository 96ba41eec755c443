"""What a build costs: a seeded hub of a thousand posts, and a cold build of it stage by stage."""
