import type { JSX } from 'preact'
import { formatTime } from '../../../i18n/format.ts'
import { humanise } from '../../../i18n/humanise.ts'
import { NOTHING } from '../../../i18n/numbers.ts'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { useLanguage } from '../../../state/language.ts'
import { Card } from '../../../ui/card.tsx'
import { ScrollTable } from '../../../ui/scroll-table.tsx'
import { resultMessages } from './messages.ts'
import { yearRows } from './month-table.ts'
import type { Breakdown, Drawdown, StatisticsReport } from './statistics-report.ts'

const toneOf = (value: number | null): string | undefined =>
  value === null || value === 0 ? undefined : value > 0 ? 'gain' : 'loss'

function monthNames(language: string): readonly string[] {
  const format = new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2024, month, 15)))
}

/** A year a line, a month a column. */
export function MonthTable({ report }: { readonly report: StatisticsReport }): JSX.Element | null {
  const messages = useMessages(resultMessages)
  const language = useLanguage()
  const figures = useFigures()
  const rows = yearRows(report.byMonth, report.byYear)
  if (rows.length === 0) return null
  return (
    <Card title={messages.monthly}>
      <div class="compact-table">
        <ScrollTable
          label={messages.tableOf(messages.monthly)}
          head={
            <tr>
              <th scope="col">{messages.year}</th>
              {monthNames(language).map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">{messages.wholeYear}</th>
            </tr>
          }
        >
          {rows.map(({ year, months, whole }) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {[...months, whole].map((value, index) => (
                <td key={index} data-tone={toneOf(value)}>
                  {value === null ? '' : figures.signedPercent(value)}
                </td>
              ))}
            </tr>
          ))}
        </ScrollTable>
      </div>
    </Card>
  )
}

/** The deepest falls, as the report lists them. */
export function DrawdownTable(props: { readonly drawdowns: readonly Drawdown[] }): JSX.Element | null {
  const messages = useMessages(resultMessages)
  const figures = useFigures()
  if (props.drawdowns.length === 0) return null
  return (
    <Card title={messages.worstDrawdowns}>
      <ScrollTable
        label={messages.tableOf(messages.worstDrawdowns)}
        head={
          <tr>
            {[messages.depth, messages.peak, messages.valley, messages.recovery, messages.lasted].map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        }
      >
        {props.drawdowns.map(({ depthPct, peakTime, valleyTime, recoveryTime, durationMs }) => (
          <tr key={peakTime}>
            <td>{figures.percent(depthPct)}</td>
            <td>{formatTime(peakTime, true)}</td>
            <td>{formatTime(valleyTime, true)}</td>
            <td>{recoveryTime === null ? messages.notYet : formatTime(recoveryTime, true)}</td>
            <td>{figures.duration(durationMs)}</td>
          </tr>
        ))}
      </ScrollTable>
    </Card>
  )
}

/** The trades by what they have in common. */
export function BreakdownTable(props: {
  readonly title: string
  readonly rows: readonly Breakdown[]
}): JSX.Element | null {
  const messages = useMessages(resultMessages)
  const figures = useFigures()
  if (props.rows.length === 0) return null
  const or = (value: number | null, write: (value: number) => string): string =>
    value === null ? NOTHING : write(value)
  return (
    <Card title={props.title}>
      <ScrollTable
        label={messages.tableOf(props.title)}
        head={
          <tr>
            {[
              '',
              messages.count,
              messages.winRate,
              messages.netProfit,
              messages.profitFactor,
              messages.averageTrade,
            ].map((label) => (
              <th key={label} scope="col">
                {label || <span class="visually-hidden">{props.title}</span>}
              </th>
            ))}
          </tr>
        }
      >
        {props.rows.map((row) => (
          <tr key={row.name}>
            <td>{row.name === null ? messages.untagged : humanise(row.name)}</td>
            <td>{figures.count(row.count)}</td>
            <td>{or(row.winRatePct, figures.percent)}</td>
            <td data-tone={toneOf(row.netProfit)}>{figures.money(row.netProfit)}</td>
            <td>{or(row.profitFactor, figures.ratio)}</td>
            <td data-tone={toneOf(row.averageTradePct)}>{or(row.averageTradePct, figures.signedPercent)}</td>
          </tr>
        ))}
      </ScrollTable>
    </Card>
  )
}
