CREATE INDEX index_judgement_right IF NOT EXISTS FOR (n:Judgement) ON (n.right)
