import { REFUSED_BY_LENGTH } from '../jobs/job-rows.ts'
import { QUEUE } from './boss-queue.ts'

/** Milliseconds since the epoch on the clock of the server: one clock for all machines. */
const NOW = 'floor(extract(epoch FROM now()) * 1000)::bigint'

/** Every statement on our own tables. `boss` is pg-boss's table of jobs, which is only read. */
export type Statements = Readonly<Record<StatementName, string>>

type StatementName =
  | 'insert'
  | 'nextTurn'
  | 'keyed'
  | 'freeKey'
  | 'unfinished'
  | 'reusable'
  | 'fetched'
  | 'claim'
  | 'refuse'
  | 'waiting'
  | 'waitingFor'
  | 'enterQueue'
  | 'readdress'
  | 'reuse'
  | 'held'
  | 'heldNow'
  | 'heldOf'
  | 'silent'
  | 'stillSilent'
  | 'givenUp'
  | 'crashed'
  | 'requeue'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'get'
  | 'getNow'
  | 'list'
  | 'counts'
  | 'unacknowledged'
  | 'acknowledge'
  | 'newest'
  | 'changes'
  | 'forget'
  | 'result'
  | 'writeBody'
  | 'dropBody'
  | 'dropResult'
  | 'nextResult'
  | 'keepBody'
  | 'useResult'
  | 'dropUnused'
  | 'dropOldest'

/** @param schema - of our tables; checked by the caller, for it becomes part of the text */
export function statementsOf(schema: string, boss: string): Statements {
  const jobs = `${schema}.jobs`
  const results = `${schema}.results`
  const end = `finished_at = ${NOW}, finish_seq = (SELECT COALESCE(MAX(finish_seq), 0) + 1 FROM ${jobs})`
  const waiting = `status = 'queued' AND waiting IS NOT NULL`
  const unfinished = `status IN ('queued', 'running')`
  return {
    insert: `
      INSERT INTO ${jobs} (id, boss_id, status, spec, address, created_at, client, priority, turn, fresh, idempotency_key, request_sha256)
      VALUES ($1, $2, 'queued', $3, $4, ${NOW}, $5, $6, $7, $8, $9, $10) RETURNING *`,
    // A client's next turn follows its last unfinished one, and is never before the turn that is being served.
    nextTurn: `
      SELECT GREATEST(0,
        (SELECT MIN(turn) FROM ${jobs} WHERE status = 'queued' AND priority = $2),
        (SELECT MAX(turn) FROM ${jobs} WHERE status = 'running' AND priority = $2),
        (SELECT MAX(turn) + 1 FROM ${jobs} WHERE client = $1 AND priority = $2 AND ${unfinished})) AS turn`,
    keyed: `SELECT * FROM ${jobs} WHERE client = $1 AND idempotency_key = $2`,
    freeKey: `
      UPDATE ${jobs} SET idempotency_key = NULL, request_sha256 = NULL
      WHERE client = $1 AND idempotency_key = $2 AND finish_seq IS NOT NULL AND created_at < ${NOW} - $3::bigint`,
    unfinished: `SELECT COUNT(*) AS jobs FROM ${jobs} WHERE ${unfinished}`,
    reusable: `
      SELECT COALESCE(j.reused_from, j.id) AS origin, j.summary, j.result_sha256, j.result_bytes
      FROM ${jobs} j JOIN ${results} r ON r.sha256 = j.result_sha256
      WHERE j.address = $1 AND j.status = 'done' ORDER BY j.finish_seq DESC LIMIT 1`,
    fetched: `SELECT * FROM ${jobs} WHERE boss_id = $1 FOR UPDATE`,
    refuse: `
      UPDATE ${jobs} SET boss_id = NULL, waiting = $2, refused_by = right(refused_by || $3, ${REFUSED_BY_LENGTH}) WHERE id = $1`,
    waiting: `SELECT * FROM ${jobs} WHERE ${waiting} ORDER BY priority, turn, seq LIMIT $1`,
    // Skipped where another process looks at them.
    waitingFor: `
      SELECT * FROM ${jobs} WHERE ${waiting} AND strpos(refused_by, $1) = 0
      ORDER BY priority, turn, seq LIMIT $2 FOR UPDATE SKIP LOCKED`,
    enterQueue: `UPDATE ${jobs} SET boss_id = $2, attempts_before = attempts, waiting = NULL WHERE id = $1`,
    readdress: `
      UPDATE ${jobs} SET boss_id = $2, attempts_before = attempts, spec = $3, address = $4, waiting = NULL, refused_by = ''
      WHERE id = $1 AND ${waiting} RETURNING *`,
    claim: `UPDATE ${jobs} SET status = 'running', attempts = attempts_before + $2, started_at = ${NOW} WHERE id = $1 RETURNING *`,
    reuse: `
      UPDATE ${jobs} SET status = 'done', started_at = NULL, reused_from = $2, summary = $3, result_sha256 = $4, result_bytes = $5, ${end}
      WHERE id = $1 RETURNING *`,
    // The fence: only the attempt that is running may touch the row.
    held: `SELECT * FROM ${jobs} WHERE id = $1 AND attempts = $2 AND status = 'running'`,
    heldNow: `SELECT * FROM ${jobs} WHERE id = $1 AND attempts = $2 AND status = 'running' FOR UPDATE`,
    heldOf: `
      SELECT j.id, j.boss_id, j.attempts, j.attempts_before FROM ${jobs} j
      JOIN unnest($1::text[], $2::integer[]) AS held (id, attempt) ON held.id = j.id AND held.attempt = j.attempts
      JOIN ${boss} b ON b.name = '${QUEUE}' AND b.id = j.boss_id AND b.state = 'active' AND b.retry_count = j.attempts - j.attempts_before - 1
      WHERE j.status = 'running'`,
    // Without a heartbeat for too long, or ended by pg-boss itself.
    silent: `
      SELECT j.id, j.boss_id, j.attempts, j.attempts_before FROM ${jobs} j
      LEFT JOIN ${boss} b ON b.name = '${QUEUE}' AND b.id = j.boss_id AND b.state = 'active' AND b.retry_count = j.attempts - j.attempts_before - 1
      WHERE j.status = 'running' AND (b.id IS NULL OR b.heartbeat_on < now() - $1 * interval '1 millisecond')
      ORDER BY j.seq`,
    // Skipped where a heartbeat, an end or another process's reclaim has the row locked.
    stillSilent: `
      SELECT 1 FROM ${boss} WHERE name = '${QUEUE}' AND id = $1 AND state = 'active' AND retry_count = $2 - 1
        AND heartbeat_on < now() - $3 * interval '1 millisecond' FOR UPDATE SKIP LOCKED`,
    givenUp: `
      SELECT * FROM ${jobs} j WHERE id = $1 AND attempts = $2 AND status = 'running'
        AND NOT EXISTS (SELECT 1 FROM ${boss} b WHERE b.name = '${QUEUE}' AND b.id = j.boss_id AND b.state = 'active') FOR UPDATE`,
    crashed: `UPDATE ${jobs} SET worker_crashes = worker_crashes + 1 WHERE id = $1 RETURNING worker_crashes`,
    requeue: `UPDATE ${jobs} SET status = 'queued', started_at = NULL WHERE id = $1 RETURNING *`,
    done: `
      UPDATE ${jobs} SET status = 'done', run_ms = $2, summary = $3, result_sha256 = $4, result_bytes = $5, ${end}
      WHERE id = $1 RETURNING *`,
    failed: `UPDATE ${jobs} SET status = 'failed', run_ms = $2, error = $3, ${end} WHERE id = $1 RETURNING *`,
    cancelled: `UPDATE ${jobs} SET status = 'cancelled', ${end} WHERE id = $1 RETURNING *`,
    get: `SELECT * FROM ${jobs} WHERE id = $1`,
    getNow: `SELECT * FROM ${jobs} WHERE id = $1 FOR UPDATE`,
    list: `
      SELECT * FROM ${jobs} WHERE seq < $1 AND ($3::text IS NULL OR status = $3) ORDER BY seq DESC LIMIT $2`,
    counts: `SELECT status, COUNT(*) AS jobs FROM ${jobs} GROUP BY status`,
    unacknowledged: `
      SELECT * FROM ${jobs} WHERE NOT acknowledged AND finish_seq IS NOT NULL ORDER BY finish_seq LIMIT $1`,
    acknowledge: `UPDATE ${jobs} SET acknowledged = true WHERE id = $1 AND finish_seq IS NOT NULL`,
    newest: `SELECT COALESCE(MAX(seq), 0) AS arrivals, COALESCE(MAX(finish_seq), 0) AS ends FROM ${jobs}`,
    // Arrivals and ends are numbered by one process at a time, so none appears after a larger number. One statement reads one snapshot.
    changes: `
      SELECT * FROM ${jobs} WHERE seq IN (
        (SELECT seq FROM ${jobs} WHERE seq > $1 ORDER BY seq LIMIT $3)
        UNION (SELECT seq FROM ${jobs} WHERE finish_seq > $2 ORDER BY finish_seq LIMIT $3)
        UNION (SELECT seq FROM ${jobs} WHERE status = 'running' ORDER BY seq LIMIT $3))
      ORDER BY seq`,
    // Ends are numbered without a gap. A job whose end is not acknowledged stays, also beyond the limit.
    forget: `
      DELETE FROM ${jobs} WHERE acknowledged AND finish_seq <= (SELECT MAX(finish_seq) FROM ${jobs}) - $1
      RETURNING result_sha256`,
    dropResult: `DELETE FROM ${results} WHERE sha256 = $1 RETURNING id`,
    nextResult: `
      SELECT j.* FROM ${results} r JOIN ${jobs} j ON j.result_sha256 = r.sha256
      WHERE r.sha256 > $1 ORDER BY r.sha256, j.seq DESC LIMIT 1`,
    result: `SELECT r.sha256, r.body FROM ${jobs} j JOIN ${results} r ON r.sha256 = j.result_sha256 WHERE j.id = $1`,
    writeBody: `INSERT INTO ${results} (body) VALUES ($1) RETURNING id`,
    dropBody: `DELETE FROM ${results} WHERE id = $1`,
    keepBody: `UPDATE ${results} SET sha256 = $2, bytes = $3, used = $4 WHERE id = $1`,
    useResult: `UPDATE ${results} SET used = $2 WHERE sha256 = $1 RETURNING id`,
    dropUnused: `
      DELETE FROM ${results} r
      WHERE sha256 = ANY ($1::text[]) AND NOT EXISTS (SELECT 1 FROM ${jobs} WHERE result_sha256 = r.sha256)`,
    dropOldest: `
      DELETE FROM ${results} WHERE id IN (
        SELECT id FROM (
          SELECT id, row_number() OVER newest AS place, SUM(bytes) OVER newest AS total FROM ${results}
          WHERE sha256 IS NOT NULL WINDOW newest AS (ORDER BY used DESC, id DESC)) kept
        WHERE place > $1 OR (total > $2 AND place > 1))`,
  }
}
