"""Many evaluations of one study, with some things set otherwise in each."""
