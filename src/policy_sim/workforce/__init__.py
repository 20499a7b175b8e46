"""Who is governed: truth and record, organisation, synthesis from margins."""
