import type { JobSpec, NewJob } from '@tezgah/runner'

/** A job as the runner prepares it. */
export const job = (spec: Partial<JobSpec> = {}): NewJob => ({
  id: 'job-1',
  address: '0'.repeat(64),
  spec: {
    strategy: 'sma-cross',
    params: { fast: 10, slow: 30 },
    datasets: [{ id: 'sp500-daily', sha256: '0'.repeat(64) }],
    detail: [],
    settings: { seed: 1 },
    engineVersion: '0.1.0',
    ...spec,
  },
})
