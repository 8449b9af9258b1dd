import type { JSX } from 'preact'
import type { Dataset } from '../api/catalogue.ts'
import { formatCount } from '../format/number.ts'
import { formatTime } from '../format/time.ts'

/** Said wherever generated candles appear, so that nobody takes them for a market. */
export function SyntheticBadge(): JSX.Element {
  return <span class="badge">Synthetic</span>
}

/** What a dataset holds and where it comes from. */
export function DatasetFacts({ dataset }: { readonly dataset: Dataset }): JSX.Element {
  const { from, to, candleCount } = dataset
  const size = candleCount === null ? null : `${formatCount(candleCount)} candles of ${dataset.interval}`
  const period = from === null || to === null ? null : `${formatTime(from, false)} to ${formatTime(to, false)}`
  return (
    <>
      {dataset.synthetic && (
        <>
          <SyntheticBadge />{' '}
        </>
      )}
      {[dataset.symbol, size, period].filter((fact) => fact !== null).join(' · ')}
    </>
  )
}
