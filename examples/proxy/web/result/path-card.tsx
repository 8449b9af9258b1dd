import type { JSX } from 'preact'
import type { Fill, RunResult } from '../api/result.ts'
import { NOTHING } from '../format/number.ts'
import { formatTime } from '../format/time.ts'
import { useFigures } from '../format/use-figures.ts'
import { humanise } from '../format/words.ts'
import { useLanguage, useWords } from '../i18n/use-words.ts'
import { Card } from '../ui/card.tsx'
import { nameOfStatistic } from './statistic-words.ts'
import { resultWords } from './words.ts'

const MOST_LISTED = 50

/** How much of the result hangs on the order in which prices came inside the candles; nothing where none of it does. */
export function PathCard({ result }: { readonly result: RunResult }): JSX.Element | null {
  const words = useWords(resultWords)
  const language = useLanguage()
  const figures = useFigures()
  const { bounds, fills, manifest, isEarlier } = result
  const dependent = fills.filter(({ pathDependent }) => pathDependent)
  if (isEarlier || (bounds === null && dependent.length === 0)) return null
  return (
    <Card title={words.pathTitle}>
      <p>
        <b>{words.pathFills(figures.count(dependent.length), figures.count(fills.length))}</b>{' '}
        {words.pathText(String(manifest.assumptions['path'] ?? ''))}
        {bounds === null && ` ${words.pathMore}`}
      </p>
      {bounds !== null && (
        <dl class="facts">
          <Interval label={words.finalEquity} bounds={bounds.finalEquity.map(figures.money)} />
          <Interval
            label={nameOfStatistic('maxDrawdownPct', language)}
            bounds={bounds.maxDrawdownPct.map((value) => (value === null ? NOTHING : figures.percent(value)))}
          />
        </dl>
      )}
      {dependent.length > 0 && <FillList fills={dependent} />}
    </Card>
  )
}

function Interval({ label, bounds }: { readonly label: string; readonly bounds: readonly string[] }): JSX.Element {
  const words = useWords(resultWords)
  return (
    <div>
      <dt>
        {label}
        <small>{words.overPaths}</small>
      </dt>
      <dd>{bounds[0] === bounds[1] ? words.everyPath(bounds[0] ?? '') : bounds.join(' – ')}</dd>
    </div>
  )
}

function FillList({ fills }: { readonly fills: readonly Fill[] }): JSX.Element {
  const words = useWords(resultWords)
  const figures = useFigures()
  const left = fills.length - MOST_LISTED
  return (
    <details>
      <summary>{words.listThem}</summary>
      <ul class="fills">
        {fills.slice(0, MOST_LISTED).map((fill, index) => (
          // Fills have no id; their place is all the identity a static row needs.
          <li key={index}>
            {words.fillLine(
              formatTime(fill.time, true),
              fill.symbol ?? '',
              words.sides[fill.side] ?? fill.side,
              figures.quantity(fill.quantity),
              figures.money(fill.price),
              humanise(fill.reason).toLowerCase(),
            )}
          </li>
        ))}
      </ul>
      {left > 0 && <p class="quiet">{words.moreInDownload(figures.count(left))}</p>}
    </details>
  )
}
