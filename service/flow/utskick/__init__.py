"""A meeting on its way to its members: announced, sent out, supplemented, held; each step by the law's rules."""
