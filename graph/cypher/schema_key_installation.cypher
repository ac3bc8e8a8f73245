CREATE CONSTRAINT key_installation IF NOT EXISTS FOR (n:Installation) REQUIRE n.id IS UNIQUE
