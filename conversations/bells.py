"""What others may hear of conversations. Ids are primary keys."""
