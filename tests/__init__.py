"""The tests, in tiers: unit, stage, flow, live."""
