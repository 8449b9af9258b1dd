import { readJob } from '../../api/job.ts'
import { readOverrides, readProposals } from '../../api/proposals.ts'
import { readFields, readList } from '../../api/read.ts'
import type { Request } from '../../api/request.ts'
import { readRisk } from '../../api/risk.ts'
import { readSlo } from '../../api/slo.ts'
import { readSpot } from '../../api/spot.ts'
import type { Snapshot } from './replica.ts'

const PARTS = {
  jobs: [
    '/api/backtests?limit=50',
    (value) => readList(readFields(value, 'answer')['backtests'], 'backtests', readJob),
  ],
  risk: ['/api/risk', readRisk],
  proposals: ['/api/proposals', readProposals],
  overrides: ['/api/overrides', readOverrides],
  slo: ['/api/slo', readSlo],
  spot: ['/api/spot', readSpot],
} as const satisfies { readonly [part in keyof Snapshot]: readonly [string, (value: unknown) => Snapshot[part]] }

/** Reads everything that the stream only tells changes of. A part that cannot be read is left out: the others still count. */
export async function readSnapshot(
  request: Request,
  signal: AbortSignal,
): Promise<{ readonly snapshot: Snapshot; readonly failures: readonly unknown[] }> {
  const names = Object.keys(PARTS) as readonly (keyof typeof PARTS)[]
  const answers = await Promise.allSettled(
    names.map(async (name) => {
      const [path, read] = PARTS[name]
      return [name, read(await request(path, { signal }))] as const
    }),
  )
  const read = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []))
  return { snapshot: Object.fromEntries(read), failures }
}
