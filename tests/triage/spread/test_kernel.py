"""The memory kernel against plain numerical integration."""

import numpy as np
import pytest

from hark.triage.spread.kernel import Kernel


@pytest.mark.parametrize("kernel", [Kernel(), Kernel(300.0, 0.2314843), Kernel(60.0, 0.5)])
def test_mass_and_moment_are_the_integrals_of_the_density(kernel):
    for end in (10.0, 300.0, 4_000.0, 90_000.0):
        edges = np.concatenate(
            (np.linspace(0, min(end, 300), 20_001), np.geomspace(300, max(end, 301), 40_001)[1:])
        )
        edges = edges[edges <= end]
        middle = (edges[1:] + edges[:-1]) / 2
        step = np.diff(edges) * kernel.density(middle)
        last = edges[-1:]
        assert kernel.mass(last)[0] == pytest.approx(step.sum(), rel=1e-4)
        assert kernel.moment(last)[0] == pytest.approx((step * middle).sum(), rel=1e-4)
        assert kernel.mass_at(float(last[0])) == pytest.approx(kernel.mass(last)[0])


def test_all_of_the_mass_is_one():
    assert Kernel().mass(np.array([1e30]))[0] == pytest.approx(1.0, abs=1e-6)


def test_nothing_before_the_post():
    kernel = Kernel()
    before = np.array([-1e9, -1.0])
    assert not kernel.density(before).any()
    assert not kernel.mass(before).any()
    assert not kernel.moment(before).any()
    assert kernel.mass_at(-5.0) == 0.0


def test_seismic_constant_as_published():
    """The authors' package prints c = 0.0006265725 for theta = 0.2314843."""
    assert Kernel(300.0, 0.2314843).c == pytest.approx(0.0006265725, rel=1e-5)
