"""A made-up authority's extract of any size, the same for the same seed; no child in it exists.

It stands in for real extracts in tests, in the benchmark and in the demonstration. The shapes (how often referrals come
again, how long conferences and assessments take) are plausible and taken from no authority.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from goldenthread.measures.tables import TABLES, Extract

SEX = ("F", "M", "U")
ETHNICITY = ("WBRI", "WOTH", "MWBC", "MOTH", "AIND", "APKN", "AOTH", "BCRB", "BAFR", "OOTH", "NOBT")
AREAS = ("North", "South", "East", "West")
CATEGORIES = ("NEG", "EMO", "PHY", "SAB", "MUL")
SOURCES = ("6", "2A", "3A", "1A", "5A", "8", "9")
EPOCH = date(1970, 1, 1)


def synthetic(
    *,
    referrals: int = 20_000,
    seed: int = 1,
    starts_on: date = date(2021, 4, 1),
    ends_on: date = date(2025, 3, 31),
    only: tuple[str, ...] = (),
) -> Extract:
    """An extract with that many referrals between the two days, and all that follows from them.

    A tenth of what follows is never finished, a hundredth of what people typed is wrong. `only` names the canonical
    tables wanted; none named means all there are.
    """
    made = _Authority(referrals, seed, starts_on, ends_on)
    every = {
        "children": made.children,
        "contacts": made.contacts,
        "early_help": made.early_help,
        "referrals": made.referrals,
        "assessments": made.assessments,
        "s47_enquiries": made.enquiries,
        "plans": made.plans,
        "reviews": made.reviews,
        "visits": made.visits,
        "core_groups": made.core_groups,
        "missing_episodes": made.missing,
        "looked_after": made.looked_after,
        "looked_after_reviews": made.looked_after_reviews,
        "looked_after_missing": made.looked_after_missing,
    }
    wanted = only or tuple(every)
    return Extract("a made-up extract", {name: every[name]() for name in wanted}, covers=(starts_on, ends_on))


def _ids(letter: str, numbers: np.ndarray) -> pa.Array:
    return pa.array(np.char.add(letter, np.char.zfill(numbers.astype(str), 8)))


def _blank(values: np.ndarray, blank: np.ndarray, kind: pa.DataType) -> pa.Array:
    return pa.array(values.astype("int32"), mask=blank).cast(kind)


class _Authority:
    def __init__(self, referrals: int, seed: int, starts_on: date, ends_on: date) -> None:
        self.draw = np.random.default_rng(seed)
        self.first, self.last = (starts_on - EPOCH).days, (ends_on - EPOCH).days
        self.n = referrals
        self.n_children = max(int(referrals * 0.62), 1)
        self.child = self.draw.integers(0, self.n_children, referrals)
        # Fewer in the summer holidays, when schools do not refer.
        self.day = self.draw.integers(self.first, self.last + 1, referrals)
        august = (self.day - self.first) % 365 // 30 == 4
        self.day[august] = np.maximum(self.first, self.day[august] - self.draw.integers(0, 60, int(august.sum())))
        self.nfa = self.draw.random(referrals) < 0.08
        self.assessed = np.flatnonzero(~self.nfa & (self.draw.random(referrals) < 0.76))
        self.enquired = np.flatnonzero(~self.nfa & (self.draw.random(referrals) < 0.2826))
        self.enquiry_day = self.day[self.enquired] + self.draw.integers(0, 12, len(self.enquired))
        self.conferred = self.draw.random(len(self.enquired)) < 0.35
        taken = 1 + self.draw.poisson(17, len(self.enquired)) + self.draw.geometric(0.4, len(self.enquired))
        self.conference_day = _weekday(self.enquiry_day + taken)
        self.planned = np.flatnonzero(self.conferred & (self.draw.random(len(self.enquired)) < 0.87))
        self.plan_start = self.conference_day[self.planned]
        self.plan_days = self.draw.gamma(2.2, 150, len(self.planned)).astype(int) + 20
        self.plan_end = self.plan_start + self.plan_days
        self.plan_child = self.child[self.enquired[self.planned]]

    def _table(self, name: str, **columns: pa.Array) -> pa.Table:
        schema = TABLES[name].schema
        rows = len(next(iter(columns.values())))
        arrays = [
            columns[field.name].cast(field.type) if field.name in columns else pa.nulls(rows, field.type)
            for field in schema
        ]
        return pa.Table.from_arrays(arrays, schema=schema)

    def _pick(self, words: tuple[str, ...], weights: tuple[float, ...], rows: int) -> pa.Array:
        chances = np.array(weights) / sum(weights)
        return pa.array(np.array(words)[self.draw.choice(len(words), rows, p=chances)])

    def _until(self, days: np.ndarray) -> pa.Array:
        """Days, blank where they lie after the extract ends."""
        return _blank(days, days > self.last, pa.date32())

    def children(self) -> pa.Table:
        n = self.n_children
        born = self.first - self.draw.integers(-200, 17 * 365, n)
        return self._table(
            "children",
            child_id=_ids("C", np.arange(n)),
            sex=self._pick(SEX, (0.48, 0.5, 0.02), n),
            ethnicity=self._pick(ETHNICITY, (60, 7, 4, 4, 4, 5, 3, 3, 5, 3, 2), n),
            date_of_birth=_blank(born, self.draw.random(n) < 0.01, pa.date32()),
            disability=pa.array(self.draw.random(n) < 0.12),
            area=self._pick(AREAS, (4, 3, 2, 1), n),
        )

    def contacts(self) -> pa.Table:
        n = self.n * 3
        return self._table(
            "contacts",
            contact_id=_ids("K", np.arange(n)),
            child_id=_ids("C", self.draw.integers(0, self.n_children, n)),
            contact_date=pa.array(self.draw.integers(self.first, self.last + 1, n).astype("int32")).cast(pa.date32()),
            source=self._pick(SOURCES, (30, 20, 15, 12, 10, 8, 5), n),
        )

    def early_help(self) -> pa.Table:
        draw, n = np.random.default_rng(10), self.n // 3
        began = draw.integers(self.first, self.last + 1, n)
        return self._table(
            "early_help",
            early_help_id=_ids("E", np.arange(n)),
            child_id=_ids("C", draw.integers(0, self.n_children, n)),
            start_date=_blank(began, np.zeros(n, dtype=bool), pa.date32()),
            end_date=self._until(began + draw.gamma(3, 40, n).astype(int)),
        )

    def referrals(self) -> pa.Table:
        closed = self.day + self.draw.integers(1, 200, self.n)
        after = np.where(self.nfa, "", np.where(self.draw.random(self.n) < 0.3, "RC8", "RC1"))
        return self._table(
            "referrals",
            referral_id=_ids("R", np.arange(self.n)),
            child_id=_ids("C", self.child),
            referral_date=pa.array(self.day.astype("int32")).cast(pa.date32()),
            source=self._pick(SOURCES, (30, 20, 15, 12, 10, 8, 5), self.n),
            nfa=pa.array(self.nfa, mask=self.draw.random(self.n) < 0.005),
            closure_date=self._until(closed),
            closure_reason=pa.array(after, mask=(after == "") | (closed > self.last)),
        )

    def assessments(self) -> pa.Table:
        rows = self.assessed
        began = self.day[rows] + self.draw.integers(0, 4, len(rows))
        taken = self.draw.gamma(4.2, 11.5, len(rows)).astype(int)
        return self._table(
            "assessments",
            assessment_id=_ids("A", np.arange(len(rows))),
            referral_id=_ids("R", rows),
            child_id=_ids("C", self.child[rows]),
            start_date=pa.array(began.astype("int32")).cast(pa.date32()),
            authorised_date=self._until(began + taken),
        )

    def enquiries(self) -> pa.Table:
        n = len(self.enquired)
        held = _blank(self.conference_day, ~self.conferred | (self.conference_day > self.last), pa.date32())
        return self._table(
            "s47_enquiries",
            s47_id=_ids("S", np.arange(n)),
            referral_id=_ids("R", self.enquired),
            child_id=_ids("C", self.child[self.enquired]),
            start_date=pa.array(self.enquiry_day.astype("int32")).cast(pa.date32()),
            icpc_date=held,
            icpc_not_required=pa.array(~self.conferred, mask=self.draw.random(n) < 0.02),
        )

    def plans(self) -> pa.Table:
        n = len(self.planned)
        category = self._pick(CATEGORIES, (48, 36, 8, 5, 3), n)
        return self._table(
            "plans",
            plan_id=_ids("P", np.arange(n)),
            child_id=_ids("C", self.plan_child),
            start_date=pa.array(self.plan_start.astype("int32")).cast(pa.date32()),
            end_date=self._until(self.plan_end),
            initial_category=category,
            latest_category=category,
            previous_plans=pa.array(self.draw.choice(3, n, p=[0.78, 0.17, 0.05]).astype("int32")),
        )

    def _during_plans(self, table: str, day: str, after: int, every: int, late: int, **more: pa.Array) -> pa.Table:
        """Rows that come round while each plan is open: the first `after` days from its start, then each `every`."""
        rounds = np.maximum((self.plan_days - after) // every + 1, 0)
        plan = np.repeat(np.arange(len(self.planned)), rounds)
        step = np.arange(len(plan)) - np.repeat(np.cumsum(rounds) - rounds, rounds)
        days = self.plan_start[plan] + after + step * every + self.draw.integers(-6, late, len(plan))
        kept = (days <= self.last) & (days > self.plan_start[plan])
        return self._table(
            table,
            plan_id=_ids("P", plan[kept]),
            child_id=_ids("C", self.plan_child[plan[kept]]),
            **{day: pa.array(_weekday(days[kept]).astype("int32")).cast(pa.date32())},
        )

    def reviews(self) -> pa.Table:
        return self._during_plans("reviews", "review_date", 84, 172, 12)

    def visits(self) -> pa.Table:
        return self._during_plans("visits", "visit_date", 10, 13, 5)

    def core_groups(self) -> pa.Table:
        return self._during_plans("core_groups", "meeting_date", 11, 38, 6)

    def missing(self) -> pa.Table:
        n = max(self.n // 12, 1)
        began = self.draw.integers(self.first * 1440, self.last * 1440, n)
        ended = began + self.draw.gamma(1.2, 700, n).astype(int)
        offered = ended + self.draw.integers(30, 3000, n)
        held = offered + self.draw.integers(10, 3500, n)

        def moments(minutes: np.ndarray, blank: np.ndarray) -> pa.Array:
            late = minutes > (self.last + 1) * 1440
            return pa.array(minutes * 60_000_000, mask=blank | late).cast(pa.timestamp("us"))

        no = np.zeros(n, dtype=bool)
        not_offered = self.draw.random(n) < 0.12
        return self._table(
            "missing_episodes",
            missing_id=_ids("M", np.arange(n)),
            child_id=_ids("C", self.draw.integers(0, max(self.n_children // 20, 1), n)),
            started_at=moments(began, no),
            ended_at=moments(ended, self.draw.random(n) < 0.01),
            rhi_offered_at=moments(offered, not_offered),
            rhi_completed_at=moments(held, not_offered | (self.draw.random(n) < 0.3)),
        )

    def _care(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        draw = np.random.default_rng(self.n)
        child = np.unique(draw.integers(0, self.n_children, max(self.n // 40, 1)))
        began = draw.integers(self.first - 700, self.last, len(child))
        return child, began, began + draw.gamma(2, 350, len(child)).astype(int)

    def looked_after(self) -> pa.Table:
        child, began, ended = self._care()
        moves = np.random.default_rng(7).poisson(1.3, len(child))
        row = np.repeat(np.arange(len(child)), moves + 1)
        step = np.arange(len(row)) - np.repeat(np.cumsum(moves + 1) - (moves + 1), moves + 1)
        part = (ended - began)[row] / (moves[row] + 1)
        start = (began[row] + step * part).astype(int)
        final = step == moves[row]
        end = np.where(final, ended[row], (began[row] + (step + 1) * part).astype(int))
        return self._table(
            "looked_after",
            child_id=_ids("C", child[row]),
            start_date=pa.array(start.astype("int32")).cast(pa.date32()),
            end_date=self._until(end),
            reason_started=pa.array(np.where(step == 0, "S", "P")),
            legal_status=self._pick(("C2", "V2", "E1", "V4"), (60, 30, 7, 3), len(row)),
            need=self._pick(("N1", "N4", "N5"), (70, 15, 15), len(row)),
            placement=self._pick(("U4", "U1", "K2", "T0"), (50, 25, 20, 5), len(row)),
            reason_ended=pa.array(np.where(final, "E4A", "X1"), mask=end > self.last),
        )

    def looked_after_reviews(self) -> pa.Table:
        child, began, ended = self._care()
        rounds = np.maximum((ended - began) // 175 + 2, 1)
        row = np.repeat(np.arange(len(child)), rounds)
        step = np.arange(len(row)) - np.repeat(np.cumsum(rounds) - rounds, rounds)
        due = np.where(step == 0, 20, np.where(step == 1, 105, 105 + (step - 1) * 170))
        day = began[row] + due + np.random.default_rng(8).integers(-4, 9, len(row))
        kept = (day <= self.last) & (day < ended[row])
        return self._table(
            "looked_after_reviews",
            child_id=_ids("C", child[row][kept]),
            review_date=pa.array(day[kept].astype("int32")).cast(pa.date32()),
        )

    def looked_after_missing(self) -> pa.Table:
        child, began, _ = self._care()
        some = np.random.default_rng(9).random(len(child)) < 0.15
        start = began[some] + 40
        return self._table(
            "looked_after_missing",
            child_id=_ids("C", child[some]),
            kind=self._pick(("M", "A"), (3, 1), int(some.sum())),
            start_date=pa.array(start.astype("int32")).cast(pa.date32()),
            end_date=self._until(start + 2),
        )


def _weekday(days: np.ndarray) -> np.ndarray:
    """The days, those of a weekend moved to the Monday after; 1 January 1970 was a Thursday."""
    weekday = (days + 3) % 7
    return days + np.where(weekday >= 5, 7 - weekday, 0)
