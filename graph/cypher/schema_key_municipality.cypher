CREATE CONSTRAINT key_municipality IF NOT EXISTS FOR (n:Municipality) REQUIRE n.code IS UNIQUE
