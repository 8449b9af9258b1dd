import type { JSX } from 'preact'
import type { Dataset } from '../api/catalogue.ts'
import { formatTime } from '../format/time.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { Badge } from '../ui/status.tsx'
import { formWords } from './words.ts'

/** Said wherever generated candles appear, so that nobody takes them for a market. */
export function SyntheticBadge(): JSX.Element {
  return <Badge tone="warn">{useWords(formWords).synthetic}</Badge>
}

/** What a dataset holds and where it comes from. */
export function DatasetFacts({ dataset }: { readonly dataset: Dataset }): JSX.Element {
  const words = useWords(formWords)
  const format = useFormat()
  const { from, to, candleCount, interval } = dataset
  const size = candleCount === null ? words.candlesOnly(interval) : words.candlesOf(format.count(candleCount), interval)
  const period = from === null || to === null ? null : words.period(formatTime(from, false), formatTime(to, false))
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
