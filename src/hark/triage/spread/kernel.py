"""The memory of the crowd: how long after seeing a post people reshare it (Zhao et al. 2015, section 4.1).

phi(s) = c for s <= s0 and c (s / s0)^-(1 + theta) after. That it integrates to 1 fixes c = theta / (s0 (1 + theta)).
All functions take seconds and work on arrays; they are 0 for s <= 0.
"""

from dataclasses import dataclass

import numpy as np

from hark.triage.spread.cascade import Floats


@dataclass(frozen=True, slots=True)
class Kernel:
    """Power-law memory with cut-off `s0` seconds and exponent `theta`."""

    s0: float = 300.0
    theta: float = 0.242

    @property
    def c(self) -> float:
        """Density below the cut-off, per second."""
        return self.theta / (self.s0 * (1.0 + self.theta))

    def density(self, s: Floats) -> Floats:
        """phi(s)."""
        tail = np.maximum(s, self.s0) / self.s0
        return np.where(s < 0, 0.0, self.c * tail ** -(1.0 + self.theta))

    def mass(self, s: Floats) -> Floats:
        """Integral of phi from 0 to s."""
        tail = np.maximum(s, self.s0) / self.s0
        beyond = self.s0 * (1.0 - tail**-self.theta) / self.theta
        return self.c * (np.clip(s, 0.0, self.s0) + beyond)

    def mass_at(self, s: float) -> float:
        """`mass` of one number."""
        if s <= self.s0:
            return self.c * max(s, 0.0)
        return self.c * self.s0 * (1.0 + (1.0 - float((s / self.s0) ** -self.theta)) / self.theta)

    def moment(self, s: Floats) -> Floats:
        """Integral of u phi(u) from 0 to s."""
        tail = np.maximum(s, self.s0) / self.s0
        beyond = self.s0**2 * (tail ** (1.0 - self.theta) - 1.0) / (1.0 - self.theta)
        return self.c * (np.clip(s, 0.0, self.s0) ** 2 / 2.0 + beyond)
