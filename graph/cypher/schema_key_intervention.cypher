CREATE CONSTRAINT key_intervention IF NOT EXISTS FOR (n:Intervention) REQUIRE n.id IS UNIQUE
