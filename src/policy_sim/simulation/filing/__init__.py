"""Filing: how what has happened gets into the record, at once or otherwise."""
