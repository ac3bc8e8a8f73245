"""From a municipality's row to a linked encounter. The only place that ever sees a plain identifier."""
