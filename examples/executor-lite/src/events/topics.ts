/** What a client may ask for, and the events that it then gets beside `hello` and `resync`. */
export const TOPIC_EVENTS = {
  job: ['job', 'progress'],
  progress: ['progress'],
  risk: ['risk'],
  proposals: ['proposals'],
  overrides: ['overrides'],
  verdict: ['verdict'],
  audit: ['audit', 'audit-gap'],
  slo: ['slo'],
  spot: ['spot'],
} as const

export type Topic = keyof typeof TOPIC_EVENTS

/** In the order in which they are documented. */
export const TOPICS = Object.keys(TOPIC_EVENTS) as [Topic, ...Topic[]]

/** The names of the events of some topics. */
export function eventsOf(topics: readonly Topic[]): ReadonlySet<string> {
  return new Set<string>(topics.flatMap((topic) => TOPIC_EVENTS[topic]))
}
