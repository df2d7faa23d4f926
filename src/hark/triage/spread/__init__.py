"""How far a post will spread, from the reshares seen so far."""

from hark.triage.spread.forecast import forecast, forecast_file

__all__ = ["forecast", "forecast_file"]
