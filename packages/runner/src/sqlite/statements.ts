import type { SQLInputValue } from 'node:sqlite'
import { REFUSED_BY_LENGTH, type Row } from '../jobs/job-rows.ts'
import type { Database, Statement } from './database.ts'

const END = `
  finished_at = ?, finish_seq = (SELECT COALESCE(MAX(finish_seq), 0) + 1 FROM jobs)`

const SQL = {
  insert: `
    INSERT INTO jobs (id, status, spec, address, created_at, client, priority, turn, fresh, idempotency_key, request_sha256)
    VALUES (?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
  // A client's next turn follows its last unfinished one, and is never before the turn that is being served.
  nextTurn: `
    SELECT MAX(
      COALESCE((SELECT MIN(turn) FROM jobs WHERE status = 'queued' AND priority = :priority), 0),
      COALESCE((SELECT MAX(turn) FROM jobs WHERE status = 'running' AND priority = :priority), 0),
      COALESCE(
        (SELECT MAX(turn) + 1 FROM jobs
         WHERE client = :client AND priority = :priority AND status IN ('queued', 'running')), 0)) AS turn`,
  keyed: 'SELECT * FROM jobs WHERE client = ? AND idempotency_key = ?',
  freeKey: `
    UPDATE jobs SET idempotency_key = NULL, request_sha256 = NULL
    WHERE client = ? AND idempotency_key = ? AND finish_seq IS NOT NULL AND created_at < ?`,
  // `instr` finds an empty text in every other: it stands for any code.
  next: `
    SELECT * FROM jobs WHERE status = 'queued' AND (:worker = '' OR instr(refused_by, :worker) = 0)
    ORDER BY priority, turn, seq LIMIT 1`,
  refuse: `UPDATE jobs SET waiting = ?, refused_by = substr(refused_by || ?, -${REFUSED_BY_LENGTH}) WHERE id = ?`,
  readdress: `
    UPDATE jobs SET spec = ?, address = ?, waiting = NULL, refused_by = ''
    WHERE id = ? AND status = 'queued' AND waiting IS NOT NULL RETURNING *`,
  claim: `UPDATE jobs SET status = 'running', attempts = attempts + 1, started_at = ?, waiting = NULL WHERE id = ? RETURNING *`,
  reusable: `
    SELECT COALESCE(j.reused_from, j.id) AS origin, j.summary, j.result_sha256, j.result_bytes
    FROM jobs j JOIN kept_results k ON k.sha256 = j.result_sha256
    WHERE j.address = ? AND j.status = 'done' ORDER BY j.finish_seq DESC LIMIT 1`,
  reuse: `
    UPDATE jobs SET status = 'done', reused_from = ?, summary = ?, result_sha256 = ?, result_bytes = ?, ${END}
    WHERE id = ? RETURNING *`,
  // The fence: only the attempt that is running may touch the row.
  holds: `SELECT 1 AS held FROM jobs WHERE id = ? AND attempts = ? AND status = 'running'`,
  done: `
    UPDATE jobs SET status = 'done', run_ms = ?, summary = ?, result_sha256 = ?, result_bytes = ?, ${END}
    WHERE id = ? RETURNING *`,
  failed: `UPDATE jobs SET status = 'failed', run_ms = ?, error = ?, ${END} WHERE id = ? RETURNING *`,
  cancelled: `
    UPDATE jobs SET status = 'cancelled', ${END} WHERE id = ? AND status IN ('queued', 'running') RETURNING *`,
  requeue: `UPDATE jobs SET status = 'queued', started_at = NULL WHERE id = ? RETURNING *`,
  crashed: 'UPDATE jobs SET worker_crashes = worker_crashes + 1 WHERE id = ? RETURNING worker_crashes AS times',
  interrupted: 'UPDATE jobs SET interruptions = interruptions + 1 WHERE id = ? RETURNING interruptions AS times',
  running: `SELECT id FROM jobs WHERE status = 'running' ORDER BY seq`,
  unfinished: `SELECT COUNT(*) AS jobs FROM jobs WHERE status IN ('queued', 'running')`,
  acknowledge: 'UPDATE jobs SET acknowledged = 1 WHERE id = ? AND finish_seq IS NOT NULL',
  // Ends are numbered without a gap. A job whose end is not acknowledged stays, also beyond the limit.
  forget: `
    DELETE FROM jobs WHERE acknowledged = 1 AND finish_seq <= (SELECT MAX(finish_seq) FROM jobs) - ?
    RETURNING result_sha256`,
  useResult: 'UPDATE kept_results SET used = ? WHERE sha256 = ? RETURNING id',
  keepResult: 'INSERT INTO kept_results (sha256, bytes, used, file) VALUES (?, ?, ?, ?) RETURNING id',
  keepBody: 'INSERT INTO result_bodies (id, body) VALUES (?, ?)',
  keptResults: 'SELECT COUNT(*) AS results, COALESCE(SUM(bytes), 0) AS bytes FROM kept_results',
  dropOldest: `
    DELETE FROM kept_results WHERE id = (SELECT id FROM kept_results ORDER BY used LIMIT 1) RETURNING bytes, file`,
  dropResult: 'DELETE FROM kept_results WHERE sha256 = ? RETURNING file',
  dropUnused: `
    DELETE FROM kept_results
    WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM jobs WHERE result_sha256 = kept_results.sha256) RETURNING file`,
  resultFiles: 'SELECT file FROM kept_results WHERE file IS NOT NULL',
  namesFile: 'SELECT 1 AS named FROM kept_results WHERE file = ?',
}

/** Every statement of the store, prepared once. */
export type Statements = Readonly<Record<keyof typeof SQL, Statement>>

/** Prepares every statement; a schema that does not fit them fails here and not in the middle of a job. */
export function prepareStatements(database: Database): Statements {
  const prepared = Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)] as const)
  return Object.fromEntries(prepared) as Statements
}

/** The one row that a statement returns. */
export function one(statement: Statement, ...values: SQLInputValue[] | [Record<string, SQLInputValue>]): Row {
  const row = statement.get(...(values as SQLInputValue[]))
  if (row === undefined) throw new TypeError(`no row was returned by: ${statement.sourceSQL}`)
  return row
}
