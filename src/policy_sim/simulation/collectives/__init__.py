"""Units and the organisation as subjects of law: their record, their figures, their levers."""
