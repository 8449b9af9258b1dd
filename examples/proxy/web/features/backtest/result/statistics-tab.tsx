import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Documents } from '../../../api/documents.ts'
import { type ApiError, toApiError } from '../../../api/errors.ts'
import type { RunResult } from '../../../api/result-formats.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { useApi } from '../../../state/api.ts'
import { useLanguage } from '../../../state/language.ts'
import { Field } from '../../../ui/field.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { BreakdownTable, DrawdownTable, MonthTable } from './breakdowns.tsx'
import { resultMessages } from './messages.ts'
import { nameOfGroup } from './statistic-names.ts'
import { reportOf, type StatisticsReport } from './statistics-report.ts'
import { StatisticsTable } from './statistics-table.tsx'

const CONVENTIONS = ['tezgah', 'backtesting.py', 'empyrical', 'quantstats', 'freqtrade'] as const

type State =
  | { readonly phase: 'loading'; readonly before: StatisticsReport | null }
  | { readonly phase: 'ready'; readonly report: StatisticsReport }
  | { readonly phase: 'failed'; readonly error: ApiError }

type Convention = Documents['Statistics']['convention']

function useReport(id: string, convention: Convention): State {
  const api = useApi()
  const [state, setState] = useState<State>({ phase: 'loading', before: null })
  useEffect(() => {
    const leaving = new AbortController()
    setState((last) => ({ phase: 'loading', before: last.phase === 'ready' ? last.report : null }))
    api.get('/backtest/{id}/statistics', { path: { id }, query: { convention }, signal: leaving.signal }).then(
      (statistics) => setState({ phase: 'ready', report: reportOf(statistics) }),
      (error: unknown) => !leaving.signal.aborted && setState({ phase: 'failed', error: toApiError(error) }),
    )
    return () => leaving.abort()
  }, [api, id, convention])
  return state
}

/** Without short trades the long ones are all trades, and are not shown twice. */
function shownGroups({ groups }: StatisticsReport): StatisticsReport['groups'] {
  const hasShort = groups.some(({ name, values }) => name === 'short' && values['count'] !== 0)
  return hasShort ? groups : groups.filter(({ name }) => name !== 'long' && name !== 'short')
}

function Report({ report }: { readonly report: StatisticsReport }): JSX.Element {
  const messages = useMessages(resultMessages)
  const language = useLanguage()
  return (
    <>
      <MonthTable report={report} />
      <div class="statistics-groups">
        {shownGroups(report).map(({ name, values }) => (
          <StatisticsTable
            key={name}
            title={nameOfGroup(name, language)}
            values={values}
            reasonOf={(figure) => report.notes[`${name}.${figure}`]}
          />
        ))}
      </div>
      <DrawdownTable drawdowns={report.drawdowns} />
      <BreakdownTable title={messages.byExitReason} rows={report.byExitReason} />
      {report.byTag.some(({ name }) => name !== null) && <BreakdownTable title={messages.byTag} rows={report.byTag} />}
    </>
  )
}

/** Every statistic of the run, under the convention that is chosen. */
export function StatisticsTab({ id, result }: { readonly id: string; readonly result: RunResult }): JSX.Element {
  const messages = useMessages(resultMessages)
  const own = CONVENTIONS.find((name) => name === result.manifest.assumptions['convention'])
  const [convention, setConvention] = useState<Convention>(own ?? CONVENTIONS[0])
  const state = useReport(id, convention)
  const report = state.phase === 'ready' ? state.report : state.phase === 'loading' ? state.before : null
  const { values, notes } = result.statistics
  return (
    <div class="stack" aria-busy={state.phase === 'loading'}>
      <div class="card convention">
        <Field
          id="convention"
          label={messages.convention}
          hint={state.phase === 'loading' ? messages.computing : messages.conventionHint}
          error={undefined}
          control={(attributes) => (
            <select
              {...attributes}
              value={convention}
              onChange={({ currentTarget }) => setConvention(currentTarget.value as Convention)}
            >
              {CONVENTIONS.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
        />
      </div>
      {state.phase === 'failed' && <Notice title={messages.statisticsFailed}>{state.error.message}</Notice>}
      {report === null ? (
        <StatisticsTable title={messages.statistics} values={values} reasonOf={(name) => notes[name]} />
      ) : (
        <Report report={report} />
      )}
    </div>
  )
}
