CREATE INDEX index_judgement_left IF NOT EXISTS FOR (n:Judgement) ON (n.left)
