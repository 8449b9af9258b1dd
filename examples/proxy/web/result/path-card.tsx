import type { JSX } from 'preact'
import type { Fill, RunResult } from '../api/result.ts'
import { formatCount, formatMoney, formatPercent, formatQuantity, NOTHING } from '../format/number.ts'
import { formatTime } from '../format/time.ts'
import { humanise } from '../format/words.ts'

const MOST_LISTED = 50

/** How much of the result hangs on the order in which prices came inside the candles; nothing where none of it does. */
export function PathCard({ result }: { readonly result: RunResult }): JSX.Element | null {
  const { bounds, fills, manifest, isEarlier } = result
  const dependent = fills.filter(({ pathDependent }) => pathDependent)
  if (isEarlier || (bounds === null && dependent.length === 0)) return null
  return (
    <section class="card" aria-label="What hangs on the path">
      <h2>What hangs on the path</h2>
      <p>
        <b>
          {formatCount(dependent.length)} of {formatCount(fills.length)} fills
        </b>{' '}
        hang on the order of the prices inside their candle, which a candle does not tell. This run assumed{' '}
        <code>{String(manifest.assumptions['path'] ?? '')}</code>.
        {bounds === null && ' Run it with Bounds (under Assumptions) to see how far that can move the result.'}
      </p>
      {bounds !== null && (
        <dl class="facts">
          <Interval label="Final equity" bounds={bounds.finalEquity.map(formatMoney)} />
          <Interval label="Maximum drawdown" bounds={bounds.maxDrawdownPct.map(percentOrNothing)} />
        </dl>
      )}
      {dependent.length > 0 && <FillList fills={dependent} />}
    </section>
  )
}

function percentOrNothing(value: number | null): string {
  return value === null ? NOTHING : formatPercent(value)
}

function Interval({ label, bounds }: { readonly label: string; readonly bounds: readonly string[] }): JSX.Element {
  return (
    <div>
      <dt>
        {label}
        <small>lowest and highest over the paths</small>
      </dt>
      <dd>{bounds[0] === bounds[1] ? `${bounds[0]} on every path` : bounds.join(' to ')}</dd>
    </div>
  )
}

function FillList({ fills }: { readonly fills: readonly Fill[] }): JSX.Element {
  const left = fills.length - MOST_LISTED
  return (
    <details>
      <summary>List them</summary>
      <ul class="fills">
        {fills.slice(0, MOST_LISTED).map((fill, index) => (
          // Fills have no id; their place is all the identity a static row needs.
          <li key={index}>
            {formatTime(fill.time, true)} {fill.symbol} {fill.side} {formatQuantity(fill.quantity)} at{' '}
            {formatMoney(fill.price)}, {humanise(fill.reason).toLowerCase()}
          </li>
        ))}
      </ul>
      {left > 0 && <p class="quiet">and {formatCount(left)} more, in the download</p>}
    </details>
  )
}
