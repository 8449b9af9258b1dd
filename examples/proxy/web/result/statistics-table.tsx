import type { JSX } from 'preact'
import type { RunResult } from '../api/result.ts'
import { NOTHING } from '../format/number.ts'
import { humanise } from '../format/words.ts'
import { STATISTICS, writeStatistic } from './statistic-words.ts'

type Row = { readonly name: string; readonly label: string; readonly help: string }

/** The known ones in reading order, then whatever a newer engine has added. */
function rowsOf({ statistics }: RunResult): readonly Row[] {
  const known = STATISTICS.filter(({ name }) => name in statistics.values)
  const names = new Set(STATISTICS.map(({ name }) => name))
  const added = Object.keys(statistics.values).filter((name) => !names.has(name))
  return [...known, ...added.map((name) => ({ name, label: humanise(name), help: '' }))]
}

/** Every statistic of the run; one that does not exist says why. */
export function StatisticsTable({ result }: { readonly result: RunResult }): JSX.Element {
  return (
    <section class="card">
      <h2>Statistics</h2>
      <dl class="facts">
        {rowsOf(result).map(({ name, label, help }) => {
          const written = writeStatistic(result, name)
          const note = written === null ? (result.statistics.notes[name] ?? 'Not available for this run') : help
          return (
            <div key={name} data-statistic={name}>
              <dt>
                {label}
                <small>{note}</small>
              </dt>
              <dd>{written ?? NOTHING}</dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
