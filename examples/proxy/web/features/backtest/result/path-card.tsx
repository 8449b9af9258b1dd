import type { JSX } from 'preact'
import type { Fill, RunResult } from '../../../api/result-formats.ts'
import { formatTime } from '../../../i18n/format.ts'
import { humanise } from '../../../i18n/humanise.ts'
import { NOTHING } from '../../../i18n/numbers.ts'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { useLanguage } from '../../../state/language.ts'
import { Card } from '../../../ui/card.tsx'
import { resultMessages } from './messages.ts'
import { nameOfStatistic } from './statistic-names.ts'

const MOST_LISTED = 50

/** How much of the result depends on the order of prices inside the candles; nothing where none of it does. */
export function PathCard({ result }: { readonly result: RunResult }): JSX.Element | null {
  const messages = useMessages(resultMessages)
  const language = useLanguage()
  const figures = useFigures()
  const { bounds, fills, manifest, isEarlier } = result
  const dependent = fills.filter(({ pathDependent }) => pathDependent)
  if (isEarlier || (bounds === null && dependent.length === 0)) return null
  return (
    <Card title={messages.pathTitle}>
      <p>
        <b>{messages.pathFills(figures.count(dependent.length), figures.count(fills.length))}</b>{' '}
        {messages.pathText(String(manifest.assumptions['path'] ?? ''))}
        {bounds === null && ` ${messages.pathMore}`}
      </p>
      {bounds !== null && (
        <dl class="facts">
          <Interval
            label={messages.finalEquity}
            bounds={[bounds.finalEquity.lowest, bounds.finalEquity.highest].map(figures.money)}
          />
          <Interval
            label={nameOfStatistic('maxDrawdownPct', language)}
            bounds={[bounds.maxDrawdownPct.lowest, bounds.maxDrawdownPct.highest].map((value) =>
              value === null ? NOTHING : figures.percent(value),
            )}
          />
        </dl>
      )}
      {dependent.length > 0 && <FillList fills={dependent} />}
    </Card>
  )
}

function Interval({ label, bounds }: { readonly label: string; readonly bounds: readonly string[] }): JSX.Element {
  const messages = useMessages(resultMessages)
  return (
    <div>
      <dt>
        {label}
        <small>{messages.overPaths}</small>
      </dt>
      <dd>{bounds[0] === bounds[1] ? messages.everyPath(bounds[0] ?? '') : bounds.join(' – ')}</dd>
    </div>
  )
}

function FillList({ fills }: { readonly fills: readonly Fill[] }): JSX.Element {
  const messages = useMessages(resultMessages)
  const figures = useFigures()
  const left = fills.length - MOST_LISTED
  return (
    <details>
      <summary>{messages.listThem}</summary>
      <ul class="fills">
        {fills.slice(0, MOST_LISTED).map((fill, index) => (
          // Fills have no id; their place is all the identity a static row needs.
          <li key={index}>
            {messages.fillLine(
              formatTime(fill.time, true),
              fill.symbol,
              messages.sides[fill.side] ?? fill.side,
              figures.quantity(fill.quantity),
              figures.money(fill.price),
              humanise(fill.reason).toLowerCase(),
            )}
          </li>
        ))}
      </ul>
      {left > 0 && <p class="quiet">{messages.moreInDownload(figures.count(left))}</p>}
    </details>
  )
}
