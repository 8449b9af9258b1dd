import type { Api } from '../../api/client.ts'
import type { Snapshot } from './replica.ts'

type Reads = { readonly [Part in keyof Snapshot]-?: () => Promise<NonNullable<Snapshot[Part]>> }

/** Reads everything of which the stream sends only changes. A part that cannot be read is left out: the others still count. */
export async function readSnapshot(
  api: Pick<Api, 'get'>,
  signal: AbortSignal,
): Promise<{ readonly snapshot: Snapshot; readonly failures: readonly unknown[] }> {
  const reads: Reads = {
    jobs: async () => (await api.get('/backtests', { query: { limit: '50' }, signal })).backtests,
    risk: () => api.get('/risk', { signal }),
    proposals: async () => (await api.get('/proposals', { signal })).proposals,
    overrides: async () => (await api.get('/overrides', { signal })).overrides,
    slo: () => api.get('/slo', { signal }),
    spot: () => api.get('/spot', { signal }),
  }
  const answers = await Promise.allSettled(
    Object.entries(reads).map(async ([name, read]) => [name, await read()] as const),
  )
  const read = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []))
  return { snapshot: Object.fromEntries(read), failures }
}
