/** Series by name and labels, and their values in promtool's notation: `1x20` is twenty-one ones, `0+1x20` a climb. */
export type Series = Readonly<Record<string, string>>

/** What an alert does with some history. */
export type AlertCase = {
  readonly alert: string
  /** Every alert has one of each; `missing`: series are not there; `restart`: a process came back. */
  readonly kind: 'fires' | 'silent' | 'missing' | 'restart'
  readonly about: string
  readonly series: Series
  /** Time between two values, `15s` unless given. */
  readonly interval?: string
  /** When to look, from the first value on. */
  readonly at: string
  readonly firing: boolean
}

/** The full name of a series of the executor, with more labels where it has some. */
export const executor = (name: string, labels = ''): string =>
  `${name}{job="executor-lite",instance="executor"${labels === '' ? '' : `,${labels}`}}`

export const PROBE = 'probe_success{job="executor-probe",instance="desk"}'
