"""The attacker's linear programme: the least and greatest whole number that a cell can be, given all that is shown."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Row = tuple[list[int], list[int], float, float]
Numbers = NDArray[np.float64]
BRANCHES = 2000
_NEAR = 1e-6


class Programme:
    """Whole numbers between bounds, tied by rows of (columns, coefficients, least, greatest). One solver, kept warm.

    `truth` is a set of numbers that meets the rows: the one that was counted.
    """

    def __init__(self, least: Numbers, greatest: Numbers, rows: Sequence[Row], truth: Numbers) -> None:
        self.truth = truth
        self._least, self._greatest, self._rows = least, greatest, rows
        self._relaxed = self._solver()
        self._whole: Any = None

    def extreme(self, column: int, sign: int) -> Numbers:
        """Whole numbers with the least (`sign` 1) or greatest (`sign` -1) that the column can be.

        The programme is solved without asking for whole numbers, and again with that where the answer is fractional.
        Should that not be settled in `BRANCHES`, the furthest number reached is the answer: a range looks narrower than
        it is, and never wider. Branches are counted rather than seconds, so that the answer is the same on any machine.
        """
        found = self.furthest(np.array([column]), np.array([float(sign)]))
        return self._whole_numbers(column, sign) if found is None else found

    def furthest(self, columns: NDArray[np.int64], weights: Numbers) -> Numbers | None:
        """The whole numbers at which the weighted sum of the columns is least; None where they are not whole."""
        self._aim(self._relaxed, columns, weights)
        self._relaxed.run()
        if self._relaxed.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = np.asarray(self._relaxed.getSolution().col_value)
        whole = np.round(found)
        return whole if np.abs(found - whole).max() < _NEAR else None

    def _whole_numbers(self, column: int, sign: int) -> Numbers:
        if self._whole is None:
            self._whole = self._solver()
            size = len(self._least)
            kinds = np.full(size, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
            self._whole.changeColsIntegrality(size, np.arange(size, dtype=np.int32), kinds)
            self._whole.setOptionValue("mip_max_nodes", BRANCHES)
            self._whole.setOptionValue("mip_rel_gap", 0.0)
        self._aim(self._whole, np.array([column]), np.array([float(sign)]))
        self._whole.run()
        if self._whole.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            return np.round(np.asarray(self._whole.getSolution().col_value))
        return self.truth

    def _aim(self, solver: Any, columns: NDArray[np.int64], weights: Numbers) -> None:
        size = len(self._least)
        costs = np.zeros(size)
        costs[columns] = weights
        solver.changeColsCost(size, np.arange(size, dtype=np.int32), costs)

    def _solver(self) -> Any:
        _hear_greeting()
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._least), len(self._rows)
        model.col_cost_ = np.zeros(len(self._least))
        model.col_lower_, model.col_upper_ = self._least, self._greatest
        model.row_lower_ = np.array([row[2] for row in self._rows])
        model.row_upper_ = np.array([row[3] for row in self._rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row[0]) for row in self._rows)])
        model.a_matrix_.index_ = np.array([column for row in self._rows for column in row[0]])
        model.a_matrix_.value_ = np.array([float(value) for row in self._rows for value in row[1]])
        solver.passModel(model)
        return solver


@cache
def _hear_greeting() -> None:
    """Let the solver greet nobody: once a process it prints its name past Python to standard output."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
