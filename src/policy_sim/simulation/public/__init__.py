"""The public: how served citizens see the service, and what they say about it."""
