import type { DatabaseSync, StatementSync } from 'node:sqlite'

const END = `
  finished_at = ?, finish_seq = (SELECT COALESCE(MAX(finish_seq), 0) + 1 FROM jobs)`

const SQL = {
  insert: `INSERT INTO jobs (id, status, spec, address, created_at) VALUES (?, 'queued', ?, ?, ?) RETURNING *`,
  claim: `
    UPDATE jobs SET status = 'running', attempts = attempts + 1, started_at = ?
    WHERE seq = (SELECT seq FROM jobs WHERE status = 'queued' ORDER BY seq LIMIT 1) RETURNING *`,
  // The fence: only the attempt that is running may touch the row.
  holds: `SELECT 1 AS held FROM jobs WHERE id = ? AND attempts = ? AND status = 'running'`,
  done: `
    UPDATE jobs SET status = 'done', run_ms = ?, summary = ?, result_sha256 = ?, result_bytes = ?, ${END}
    WHERE id = ? RETURNING *`,
  insertResult: 'INSERT INTO results (finish_seq, bytes, body) VALUES (?, ?, ?)',
  failed: `UPDATE jobs SET status = 'failed', run_ms = ?, error = ?, ${END} WHERE id = ? RETURNING *`,
  cancelled: `
    UPDATE jobs SET status = 'cancelled', ${END} WHERE id = ? AND status IN ('queued', 'running') RETURNING *`,
  requeue: `UPDATE jobs SET status = 'queued', started_at = NULL WHERE id = ? RETURNING *`,
  crashed: 'UPDATE jobs SET worker_crashes = worker_crashes + 1 WHERE id = ? RETURNING worker_crashes AS times',
  interrupted: 'UPDATE jobs SET interruptions = interruptions + 1 WHERE id = ? RETURNING interruptions AS times',
  running: `SELECT id FROM jobs WHERE status = 'running' ORDER BY seq`,
  get: 'SELECT * FROM jobs WHERE id = ?',
  result: 'SELECT r.body FROM results r JOIN jobs j ON j.finish_seq = r.finish_seq WHERE j.id = ?',
  list: 'SELECT * FROM jobs WHERE seq < ? ORDER BY seq DESC LIMIT ?',
  listByStatus: 'SELECT * FROM jobs WHERE status = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  counts: 'SELECT status, COUNT(*) AS jobs FROM jobs GROUP BY status',
  unfinished: `SELECT COUNT(*) AS jobs FROM jobs WHERE status IN ('queued', 'running')`,
  unacknowledged: `
    SELECT * FROM jobs WHERE acknowledged = 0 AND finish_seq IS NOT NULL ORDER BY finish_seq LIMIT ?`,
  acknowledge: 'UPDATE jobs SET acknowledged = 1 WHERE id = ? AND finish_seq IS NOT NULL',
}

/** Every statement of the store, prepared once. */
export type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>

/** Prepares every statement; a schema that does not fit them fails here and not in the middle of a job. */
export function prepareStatements(database: DatabaseSync): Statements {
  const prepared = Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)] as const)
  return Object.fromEntries(prepared) as Statements
}
