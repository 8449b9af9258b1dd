import { completeLimits, DEFAULT_STORE_LIMITS, type StoreLimits } from '../jobs/job-store.ts'
import type { Connections, SqlExecutor } from './connections.ts'

/** Migration n brings the tables from version n to n + 1. Append only: a released one is never edited. */
const MIGRATIONS: readonly ((schema: string) => string)[] = [
  // `boss_id` is the job's id in pg-boss, null for a job that never had to wait. A result without a digest is still being written.
  (schema) => `
  CREATE TABLE ${schema}.results (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256 text UNIQUE,
    bytes  bigint,
    used   bigint,
    body   bytea NOT NULL
  );
  CREATE TABLE ${schema}.jobs (
    seq             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id              text NOT NULL UNIQUE,
    boss_id         uuid UNIQUE,
    status          text NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    spec            text NOT NULL,
    address         text NOT NULL,
    client          text NOT NULL,
    priority        smallint NOT NULL CHECK (priority IN (0, 1, 2)),
    turn            bigint NOT NULL,
    fresh           smallint NOT NULL CHECK (fresh IN (0, 1)),
    reused_from     text,
    idempotency_key text,
    request_sha256  text,
    attempts        integer NOT NULL DEFAULT 0,
    worker_crashes  integer NOT NULL DEFAULT 0,
    created_at      bigint NOT NULL,
    started_at      bigint,
    finished_at     bigint,
    finish_seq      bigint UNIQUE,
    run_ms          double precision,
    summary         text,
    error           text,
    result_sha256   text,
    result_bytes    bigint,
    acknowledged    boolean NOT NULL DEFAULT false,
    CHECK ((finish_seq IS NULL) = (status IN ('queued', 'running')))
  );
  CREATE TABLE ${schema}.limits (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    limits text NOT NULL
  );
  CREATE INDEX ON ${schema}.jobs (status, seq);
  CREATE INDEX ON ${schema}.jobs (client, priority, turn) WHERE status IN ('queued', 'running');
  CREATE UNIQUE INDEX ON ${schema}.jobs (client, idempotency_key) WHERE idempotency_key IS NOT NULL;
  CREATE INDEX ON ${schema}.jobs (address, finish_seq) WHERE status = 'done';
  CREATE INDEX ON ${schema}.jobs (result_sha256) WHERE result_sha256 IS NOT NULL;
  CREATE INDEX ON ${schema}.jobs (finish_seq) WHERE NOT acknowledged AND finish_seq IS NOT NULL;
  `,
  // Why a queued job does not run, and the digests of the code that has refused it. It is not in pg-boss while it waits, and gets
  // another job there afterwards, which counts its attempts from 1 again: `attempts_before` were counted by earlier ones.
  (schema) => `
  ALTER TABLE ${schema}.jobs ADD COLUMN waiting text;
  ALTER TABLE ${schema}.jobs ADD COLUMN refused_by text NOT NULL DEFAULT '';
  ALTER TABLE ${schema}.jobs ADD COLUMN attempts_before integer NOT NULL DEFAULT 0;
  CREATE INDEX ON ${schema}.jobs (priority, turn, seq) WHERE status = 'queued' AND waiting IS NOT NULL;
  `,
]

/**
 * Creates our tables or migrates them to the newest version, in one transaction; one process at a time.
 *
 * @throws RangeError for tables of a later release
 */
export async function prepareSchema(connections: Connections, schema: string): Promise<void> {
  let tooNew: RangeError | null = null
  await connections.transaction(async (executor) => {
    await lock(executor, schema)
    await executor.executeSql(`
      CREATE SCHEMA IF NOT EXISTS ${schema};
      CREATE TABLE IF NOT EXISTS ${schema}.schema_version (version integer NOT NULL)`)
    const { rows } = await executor.executeSql(`SELECT version FROM ${schema}.schema_version`)
    const version = Number(rows[0]?.['version'] ?? 0)
    tooNew = refusal(version)
    if (tooNew !== null || version === MIGRATIONS.length) return
    for (const migration of MIGRATIONS.slice(version)) await executor.executeSql(migration(schema))
    await executor.executeSql(`DELETE FROM ${schema}.schema_version`)
    await executor.executeSql(`INSERT INTO ${schema}.schema_version VALUES ($1)`, [MIGRATIONS.length])
  })
  if (tooNew !== null) throw tooNew
}

/** An exclusive lock among all processes, until the end of the transaction. */
export async function lock(executor: SqlExecutor, schema: string): Promise<void> {
  await executor.executeSql(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`tezgah:${schema}`])
}

function refusal(version: number): RangeError | null {
  if (version <= MIGRATIONS.length) return null
  return new RangeError(`the job store has schema version ${version}, this release knows up to ${MIGRATIONS.length}`)
}

/** A heartbeat over the network takes longer than one to a file. */
const DEFAULTS: StoreLimits = { ...DEFAULT_STORE_LIMITS, leaseMs: 3_000 }

/**
 * The limits of the database, equal for every process: one that keeps other results, or sends heartbeats at another interval, would
 * work against the rest. Limits that are given are stored; a process without any uses the stored ones.
 */
export async function resolveLimits(
  connections: Connections,
  schema: string,
  given: StoreLimits | undefined,
): Promise<StoreLimits> {
  if (given !== undefined) {
    await connections.executeSql(
      `INSERT INTO ${schema}.limits (limits) VALUES ($1) ON CONFLICT (single) DO UPDATE SET limits = excluded.limits`,
      [JSON.stringify(given)],
    )
    return given
  }
  const [row] = (await connections.executeSql(`SELECT limits FROM ${schema}.limits`)).rows
  return completePostgresLimits(typeof row?.['limits'] === 'string' ? JSON.parse(row['limits']) : {})
}

/** @throws RangeError for a limit that is not a whole number from 1 up */
export function completePostgresLimits(given: Partial<StoreLimits>): StoreLimits {
  return completeLimits(given, DEFAULTS)
}
