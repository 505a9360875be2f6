"""Where the databases keep what was erased: each place, for how long by itself, and the command that clears it.

Measured, not assumed: the tests write unique words, erase them, clear, and search the files of each database. What the
tests find again must stand here as a place that ``clear`` does not reach.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Database = Literal["sqlite", "postgresql", "mariadb"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in which one kind of database keeps what was erased.

    ``files`` are patterns of file names, where it has files of its own; ``cleared``: whether the kernel does it: after
    a sweep on SQLite, by ``grondslag clear`` on a server.
    """

    id: str
    database: Database
    place: str
    keeps: str
    until: str
    clearing: str
    cleared: bool
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A place that may still hold a trace after clearing, what clears it, and by which day (None: none is known)."""

    place: str
    clearing: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """What a clearing did, in words, and what it left."""

    done: tuple[str, ...] = ()
    pending: tuple[Left, ...] = ()


def _place(id: str, place: str, keeps: str, until: str, clearing: str, *files: str, cleared: bool = False) -> Place:
    kind: Database = "sqlite" if id.startswith("sqlite") else "postgresql" if id.startswith("pg") else "mariadb"
    return Place(
        id=id, database=kind, place=place, keeps=keeps, until=until, clearing=clearing, cleared=cleared, files=files
    )  # fmt: skip


PLACES: tuple[Place, ...] = (
    _place(
        "sqlite_pages", "free pages of the file", "rows and index entries as they were",
        "for ever, when they were deleted without secure_delete",
        "PRAGMA secure_delete = ON before, which the sweep sets; VACUUM afterwards", cleared=True,
    ),
    _place(
        "sqlite_wal", "write-ahead log (-wal)", "pages before and after each change",
        "the next checkpoint that nobody's reading holds up", "PRAGMA wal_checkpoint(TRUNCATE)", "*-wal", cleared=True,
    ),
    _place(
        "sqlite_journal", "rollback journal (-journal)", "pages before the last change",
        "the next transaction, where journal_mode is PERSIST; else the commit", "PRAGMA journal_mode = DELETE",
        "*-journal", cleared=True,
    ),
    _place(
        "sqlite_fts", "shadow tables of full-text indexes", "words of deleted rows",
        "a merge of the index", "INSERT INTO index(index) VALUES ('rebuild'), then ('optimize')", cleared=True,
    ),
    _place(
        "sqlite_statistics", "samples of ANALYZE (sqlite_stat4)", "values of indexed columns",
        "the next ANALYZE", "ANALYZE", cleared=True,
    ),
    _place(
        "sqlite_disk", "blocks of the disk below deleted files", "what stood in logs and journals",
        "the file system writes over them", "encryption of the disk; fstrim on an SSD",
    ),
    _place(
        "pg_rows", "dead rows, their index entries and TOAST", "rows as they were",
        "for ever: plain VACUUM frees the room and leaves the bytes until it is used again", "VACUUM FULL table",
        "base/*", cleared=True,
    ),
    _place(
        "pg_statistics", "statistics (pg_statistic, seen as pg_stats)", "most common values, bounds of histograms",
        "the next ANALYZE; the old row of pg_statistic stays as a dead row",
        "ANALYZE table, then VACUUM FULL pg_statistic, pg_statistic_ext_data", "base/*", cleared=True,
    ),
    _place(
        "pg_snapshot", "rows that another transaction can still see", "rows as they were",
        "the end of that transaction", "end the transaction (pg_stat_activity, pg_prepared_xacts), then clear again",
        "base/*",
    ),
    _place(
        "pg_wal", "write-ahead log (pg_wal)", "all that was written, and pages as they were",
        "the server uses the segment again: SELECT pg_switch_wal(); CHECKPOINT frees it, and renames it unemptied "
        "when wal_recycle is on",
        "writing on (a recycled segment is written over whole); wal_recycle = off, then CHECKPOINT", "pg_wal/*",
    ),
    _place(
        "pg_slot", "write-ahead log held by a replication slot", "all that was written",
        "the replica has read it", "SELECT pg_drop_replication_slot(slot) of a replica that is gone", "pg_wal/*",
    ),
    _place(
        "pg_archive", "archived write-ahead log", "all that was written", "the end of the archive's own term",
        "pg_archivecleanup, or the backup tool's expire command",
    ),
    _place(
        "pg_log", "log of the server", "statements with their values", "the rotation of the log",
        "delete the old log files; log_statement = none, log_min_duration_statement = -1", "log/*",
    ),
    _place(
        "pg_statements", "pg_stat_statements", "texts of statements, constants taken out",
        "newer statements push them out", "SELECT pg_stat_statements_reset()", "pg_stat_tmp/*", cleared=True,
    ),
    _place(
        "pg_temp", "temporary files of sorts and joins", "rows under way", "the end of the statement",
        "none is needed; a restart removes those of a crash", "base/pgsql_tmp/*",
    ),
    _place(
        "maria_pages", "delete-marked rows and free room of the tablespace (.ibd)", "rows and index entries as they "
        "were", "for ever: purge frees the room and leaves the bytes until it is used again", "OPTIMIZE TABLE table",
        "*.ibd", cleared=True,
    ),
    _place(
        "maria_system", "tables within the system tablespace (ibdata1)", "rows as they were",
        "for ever, where a table was made with innodb_file_per_table = OFF",
        "SET GLOBAL innodb_file_per_table = ON; ALTER TABLE table FORCE; then a new data directory", "ibdata1",
    ),
    _place(
        "maria_undo", "undo logs and their history", "values before each change",
        "purge, once no transaction can still see them; the pages are used again",
        "end old transactions (information_schema.innodb_trx); SET GLOBAL innodb_max_purge_lag_wait = 0",
        "ibdata1", "undo*", cleared=True,
    ),
    _place(
        "maria_double", "doublewrite buffer", "the last pages that were written", "the next writes",
        "writing on", "ibdata1",
    ),
    _place(
        "maria_redo", "redo log (ib_logfile0)", "all that was written",
        "the log comes round: its size in writes",
        "SET GLOBAL innodb_log_file_size to another size, which makes a new file (MariaDB 10.9 and later)",
        "ib_logfile*",
    ),
    _place(
        "maria_binlog", "binary logs", "rows before and after each change, or statements",
        "binlog_expire_logs_seconds, when a log is next begun", "FLUSH BINARY LOGS; PURGE BINARY LOGS BEFORE now, "
        "when replicas and backups have them", "*-bin.*",
    ),
    _place(
        "maria_statistics", "statistics of ANALYZE PERSISTENT (mysql.column_stats)", "lowest and highest values, "
        "histograms", "the next ANALYZE PERSISTENT; then free room of that table",
        "ANALYZE TABLE table PERSISTENT FOR ALL; OPTIMIZE TABLE mysql.column_stats", "column_stats.MAD",
        cleared=True,
    ),
    _place(
        "maria_log", "general and slow query log", "statements with their values", "the rotation of the log",
        "SET GLOBAL general_log = OFF, slow_query_log = OFF; delete the files", "*.log",
    ),
    _place(
        "maria_statements", "statement history of performance_schema", "statements with their values",
        "newer statements push them out",
        "TRUNCATE performance_schema.events_statements_history_long, and the tables like it",
    ),
)  # fmt: skip
BY_ID: Mapping[str, Place] = {place.id: place for place in PLACES}


def left(id: str, until: date | None = None) -> Left:
    """A place of the table as one that still holds a trace."""
    return Left(place=BY_ID[id].place, clearing=BY_ID[id].clearing, until=until)


def of(database: str) -> Sequence[Place]:
    """The places of one kind of database."""
    return [place for place in PLACES if place.database == database]
