"""Courses: what they are, who attends them, and what people keep of what they learn."""
