CREATE CONSTRAINT key_findingversion IF NOT EXISTS FOR (n:FindingVersion) REQUIRE n.id IS UNIQUE
