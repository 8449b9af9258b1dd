import type { Database } from './database.ts'

/** Migration n brings a database from `user_version` n to n + 1. Append only: a released one is never edited. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE jobs (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    id             TEXT    NOT NULL UNIQUE,
    status         TEXT    NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    spec           TEXT    NOT NULL,
    address        TEXT    NOT NULL,
    attempts       INTEGER NOT NULL DEFAULT 0,
    worker_crashes INTEGER NOT NULL DEFAULT 0,
    interruptions  INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL,
    started_at     INTEGER,
    finished_at    INTEGER,
    finish_seq     INTEGER UNIQUE,
    run_ms         REAL,
    summary        TEXT,
    error          TEXT,
    result_sha256  TEXT,
    result_bytes   INTEGER,
    acknowledged   INTEGER NOT NULL DEFAULT 0 CHECK (acknowledged IN (0, 1)),
    CHECK ((finish_seq IS NULL) = (status IN ('queued', 'running')))
  ) STRICT;
  CREATE INDEX jobs_queued ON jobs (seq) WHERE status = 'queued';
  CREATE INDEX jobs_status ON jobs (status, seq);
  CREATE INDEX jobs_address ON jobs (address);
  CREATE INDEX jobs_unacknowledged ON jobs (finish_seq) WHERE acknowledged = 0 AND finish_seq IS NOT NULL;
  CREATE TABLE results (
    finish_seq INTEGER PRIMARY KEY REFERENCES jobs (finish_seq) ON DELETE CASCADE,
    bytes      INTEGER NOT NULL,
    body       BLOB    NOT NULL
  ) STRICT;
  CREATE INDEX results_bytes ON results (finish_seq, bytes);
  `,
  // Results by their digest, so that jobs with equal results share one; their bodies apart, so that marking one as used writes little.
  `
  ALTER TABLE jobs ADD COLUMN client TEXT NOT NULL DEFAULT 'anonymous';
  ALTER TABLE jobs ADD COLUMN priority INTEGER NOT NULL DEFAULT 1 CHECK (priority IN (0, 1, 2));
  ALTER TABLE jobs ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0 CHECK (fresh IN (0, 1));
  ALTER TABLE jobs ADD COLUMN reused_from TEXT;
  ALTER TABLE jobs ADD COLUMN idempotency_key TEXT;
  ALTER TABLE jobs ADD COLUMN request_sha256 TEXT;
  DROP INDEX jobs_queued;
  DROP INDEX jobs_address;
  CREATE INDEX jobs_queued ON jobs (priority, turn, seq) WHERE status = 'queued';
  CREATE INDEX jobs_turns ON jobs (client, priority, turn) WHERE status IN ('queued', 'running');
  CREATE UNIQUE INDEX jobs_keys ON jobs (client, idempotency_key) WHERE idempotency_key IS NOT NULL;
  CREATE INDEX jobs_done ON jobs (address, finish_seq) WHERE status = 'done';
  CREATE INDEX jobs_results ON jobs (result_sha256) WHERE result_sha256 IS NOT NULL;
  CREATE TABLE kept_results (
    id     INTEGER PRIMARY KEY,
    sha256 TEXT    NOT NULL UNIQUE,
    bytes  INTEGER NOT NULL,
    used   INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX kept_results_used ON kept_results (used, bytes);
  CREATE TABLE result_bodies (
    id   INTEGER PRIMARY KEY REFERENCES kept_results (id) ON DELETE CASCADE,
    body BLOB    NOT NULL
  ) STRICT;
  INSERT INTO kept_results (sha256, bytes, used)
    SELECT j.result_sha256, r.bytes, MAX(r.finish_seq) FROM results r JOIN jobs j USING (finish_seq) GROUP BY 1;
  INSERT INTO result_bodies SELECT k.id, r.body FROM kept_results k JOIN results r ON r.finish_seq = k.used;
  DROP TABLE results;
  `,
  // Large results are files beside the database; what is in result_bodies stays there until it is evicted.
  `
  ALTER TABLE kept_results ADD COLUMN file TEXT;
  `,
  // Why a queued job does not run, and the digests of the code that has refused it.
  `
  ALTER TABLE jobs ADD COLUMN waiting TEXT;
  ALTER TABLE jobs ADD COLUMN refused_by TEXT NOT NULL DEFAULT '';
  CREATE INDEX jobs_waiting ON jobs (priority, turn, seq) WHERE status = 'queued' AND waiting IS NOT NULL;
  `,
]

/** Sets the connection up and brings the schema to the newest version. A database from a later release is refused. */
export function prepareSchema(database: Database, busyTimeoutMs: number): void {
  // FULL syncs the WAL at each commit: without it a committed job can be lost when the power fails.
  database.exec(`
    PRAGMA busy_timeout = ${busyTimeoutMs};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
  `)
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > MIGRATIONS.length) {
    throw new RangeError(`the job store has schema version ${version}, this release knows up to ${MIGRATIONS.length}`)
  }
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue
    database.exec(`BEGIN IMMEDIATE; ${migration} PRAGMA user_version = ${index + 1}; COMMIT;`)
  }
}
