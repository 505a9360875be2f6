"""Known answers of the calendar, as data: the tests ask for them, and every broken calendar must miss one."""

from datetime import date

DEADLINES = (
    # received, the last day of one month, of three (Regulation 1182/71, Dutch holidays)
    (date(2026, 3, 5), date(2026, 4, 7), date(2026, 6, 5)),
    (date(2026, 8, 31), date(2026, 9, 30), date(2026, 11, 30)),
    (date(2026, 1, 31), date(2026, 3, 2), date(2026, 4, 30)),
    (date(2028, 1, 31), date(2028, 2, 29), date(2028, 5, 1)),
    (date(2026, 11, 25), date(2026, 12, 28), date(2027, 2, 25)),
    (date(2026, 3, 27), date(2026, 4, 28), date(2026, 6, 29)),
    (date(2027, 3, 27), date(2027, 4, 28), date(2027, 6, 28)),
    (date(2027, 2, 26), date(2027, 3, 30), date(2027, 5, 26)),
    (date(2026, 4, 14), date(2026, 5, 15), date(2026, 7, 14)),
    (date(2026, 11, 30), date(2026, 12, 30), date(2027, 3, 1)),
    (date(2026, 12, 1), date(2027, 1, 4), date(2027, 3, 1)),
    (date(2026, 4, 5), date(2026, 5, 6), date(2026, 7, 6)),
)

EASTERS = (
    date(1818, 3, 22),
    date(1943, 4, 25),
    date(1954, 4, 18),
    date(1981, 4, 19),
    date(2000, 4, 23),
    date(2008, 3, 23),
    date(2011, 4, 24),
    date(2019, 4, 21),
    date(2024, 3, 31),
    date(2025, 4, 20),
    date(2026, 4, 5),
    date(2027, 3, 28),
    date(2038, 4, 25),
    date(2049, 4, 18),
    date(2076, 4, 19),
)

LAST_DAYS = (
    # event, months, from the end of its year, last day
    (date(2022, 6, 15), 84, True, date(2029, 12, 31)),
    (date(2022, 6, 15), 84, False, date(2029, 6, 15)),
    (date(2022, 1, 1), 12, True, date(2023, 12, 31)),
    (date(2022, 12, 31), 12, True, date(2023, 12, 31)),
    (date(2022, 12, 31), 6, True, date(2023, 6, 30)),
    (date(2023, 5, 5), 2, True, date(2024, 2, 29)),
    (date(2024, 2, 29), 12, False, date(2025, 2, 28)),
    (date(2024, 2, 29), 48, False, date(2028, 2, 29)),
    (date(2023, 1, 31), 1, False, date(2023, 2, 28)),
    (date(2024, 1, 31), 1, False, date(2024, 2, 29)),
    (date(2023, 2, 28), 1, False, date(2023, 3, 28)),
    (date(2023, 11, 30), 3, False, date(2024, 2, 29)),
    (date(2023, 12, 31), 0, False, date(2023, 12, 31)),
    (date(1, 1, 1), 0, False, date(1, 1, 1)),
    (date(9999, 12, 31), 0, True, date(9999, 12, 31)),
)
