import { setTimeout as pause } from 'node:timers/promises'

const LOOK_MS = 500
const LONGEST_WAIT_MS = 180_000

type Sample = { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] }

/** What Prometheus answers to a query; nothing while it does not answer. */
export async function query(port: number, expr: string): Promise<readonly Sample[]> {
  const address = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expr)}`
  const answer = await fetch(address).catch(() => null)
  if (answer === null || !answer.ok) return []
  return ((await answer.json()) as { data: { result: readonly Sample[] } }).data.result
}

/** The names of the alerts that are firing. */
export async function firingAlerts(port: number): Promise<readonly string[]> {
  const samples = await query(port, 'ALERTS{alertstate="firing"}')
  return [...new Set(samples.map(({ metric }) => metric['alertname'] ?? ''))].sort()
}

/**
 * Looks twice a second until `condition` holds; resolves to the seconds that it took.
 *
 * @throws Error naming `what` after three minutes
 */
export async function until(what: string, condition: () => Promise<boolean>): Promise<number> {
  const start = performance.now()
  while (!(await condition())) {
    if (performance.now() - start > LONGEST_WAIT_MS) throw new Error(`${what}: not within ${LONGEST_WAIT_MS} ms`)
    await pause(LOOK_MS)
  }
  return Math.round((performance.now() - start) / 1_000)
}
