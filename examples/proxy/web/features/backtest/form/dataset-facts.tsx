import type { JSX } from 'preact'
import type { Dataset } from '../../../api/documents.ts'
import { formatTime } from '../../../i18n/format.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { Badge } from '../../../ui/status.tsx'
import { formMessages } from './messages.ts'

/** Shown next to generated candles, so that they are not mistaken for those of a market. */
export function SyntheticBadge(): JSX.Element {
  return <Badge tone="warn">{useMessages(formMessages).synthetic}</Badge>
}

/** What a dataset holds and where it comes from. */
export function DatasetFacts({ dataset }: { readonly dataset: Dataset }): JSX.Element {
  const messages = useMessages(formMessages)
  const format = useFormat()
  const { from, to, candleCount, interval } = dataset
  const size =
    candleCount === null ? messages.candlesOnly(interval) : messages.candlesOf(format.count(candleCount), interval)
  const period = from === null || to === null ? null : messages.period(formatTime(from, false), formatTime(to, false))
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
