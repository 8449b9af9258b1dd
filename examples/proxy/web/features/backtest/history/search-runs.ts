import type { Job, RunStatus } from '../../../api/documents.ts'

/** What of a run a search looks at, made once for each run: a list may be long and is searched at each key. */
const texts = new WeakMap<Job, string>()

function textOf(job: Job): string {
  const known = texts.get(job)
  if (known !== undefined) return known
  const params = Object.entries(job.params).map(([name, value]) => `${name}=${String(value)}`)
  const text = [job.id, job.strategy, ...job.datasets, job.status, ...params].join(' ').toLowerCase()
  texts.set(job, text)
  return text
}

/** The runs that have every word of the search, and the status where one is wanted; in their order. */
export function searchRuns(jobs: readonly Job[], search: string, status: RunStatus | ''): readonly Job[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return jobs.filter((job) => (status === '' || job.status === status) && words.every((w) => textOf(job).includes(w)))
}

/** The pages that were read, with what the stream knows better: newest first, each run once. */
export function mergeRuns(read: readonly Job[], live: readonly Job[]): readonly Job[] {
  const byId = new Map([...read, ...live].map((job) => [job.id, job]))
  return [...byId.values()].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
}
