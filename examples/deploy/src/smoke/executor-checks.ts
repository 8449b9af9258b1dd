import { execFile } from 'node:child_process'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ask, type Target } from './ask.ts'
import { type Check, demand } from './check.ts'

const TEZGAH = path.join(import.meta.dirname, '../../../../packages/cli/src/main.ts')
const LOOK_MS = 200
const LONGEST_RUN_MS = 60_000

/** Checks of executor-lite that hold for every client. */
export function executorChecks(executor: Target): readonly Check[] {
  return [
    { name: 'executor is ready', run: () => ready(executor) },
    { name: 'start without a token', run: () => refused(executor) },
  ]
}

/** Runs one backtest with the token, from its start to the counter that counts it. */
export function runCheck(executor: Target, token: string): Check {
  return { name: 'one backtest', run: () => oneBacktest(executor, token) }
}

/** Asks `tezgah audit verify` what it thinks of the log. */
export function auditCheck(log: string): Check {
  return { name: 'audit log', run: () => verify(log) }
}

async function ready(executor: Target): Promise<string> {
  const { status, body } = await ask(executor, '/readyz')
  demand(status === 200, `status ${status}, ${body.slice(0, 120)}`)
  return body.trim()
}

async function refused(executor: Target): Promise<string> {
  const { status } = await start(executor, {})
  demand(status === 401, `got ${status}, not 401`)
  return 'refused with 401'
}

function start(executor: Target, headers: Readonly<Record<string, string>>): ReturnType<typeof ask> {
  const all = { 'content-type': 'application/json', ...headers }
  return ask(executor, '/backtest/start', { method: 'POST', headers: all, body: '{}' })
}

async function oneBacktest(executor: Target, token: string): Promise<string> {
  const before = await doneCount(executor)
  const started = await start(executor, { 'x-admin-token': token })
  demand(started.status === 201, `start got ${started.status}, not 201`)
  const { id } = JSON.parse(started.body) as { id: string }
  const status = await untilOver(executor, id)
  demand(status === 'done', `ended as ${status}`)
  const after = await doneCount(executor)
  demand(after > before, `backtest_done_total stayed at ${after}`)
  return `${id} is done, backtest_done_total went from ${before} to ${after}`
}

async function untilOver(executor: Target, id: string): Promise<string> {
  const end = performance.now() + LONGEST_RUN_MS
  while (performance.now() < end) {
    const { status } = JSON.parse((await ask(executor, `/backtest/${id}`)).body) as { status: string }
    if (status !== 'queued' && status !== 'running') return status
    await pause(LOOK_MS)
  }
  throw new Error(`${id} has not ended within ${LONGEST_RUN_MS} ms`)
}

async function doneCount(executor: Target): Promise<number> {
  const { body } = await ask(executor, '/metrics')
  return Number(/^backtest_done_total\{status="done"\} (\d+)$/m.exec(body)?.[1] ?? Number.NaN)
}

async function verify(log: string): Promise<string> {
  const args = ['--conditions=@tezgah/source', TEZGAH, 'audit', 'verify', log]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return stdout.trim().split('\n', 1)[0] ?? ''
}
