"""What is shown of a run: figures, the page, and the table of a terminal."""
