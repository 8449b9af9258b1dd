import type { JSX } from 'preact'
import { addressOfRoute } from '../../../api/client.ts'
import type { Dataset, Job, RunInputs } from '../../../api/documents.ts'
import type { RunResult } from '../../../api/result-formats.ts'
import { formatTime } from '../../../i18n/format.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { addressOf } from '../../../state/location.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { SyntheticBadge } from '../form/dataset-facts.tsx'
import { resultMessages } from './messages.ts'

type Messages = typeof resultMessages.en

export type HeadProps = {
  readonly id: string
  readonly run: Job
  readonly result: RunResult
  /** Where the candles came from, once the list of datasets is known. */
  readonly dataset: Dataset | undefined
  readonly onAgain: (inputs: RunInputs) => void
  readonly onChange: () => void
}

function nameOf({ symbol, symbols }: RunResult['manifest'], dataset: Dataset | undefined): string {
  return symbols.length === 1 ? (dataset?.title ?? symbol) : symbols.join(', ')
}

/** What a reader has to know of the candles before believing a figure. */
function qualityNotes({ manifest }: RunResult, messages: Messages, count: (value: number) => string): string[] {
  return (manifest.quality ?? []).flatMap(({ symbol, count: present, missing, outliers, zeroVolume }) => [
    ...(missing > 0 ? [messages.missing(symbol, count(missing), count(present + missing))] : []),
    ...(zeroVolume > 0 ? [messages.zeroVolume(symbol, count(zeroVolume))] : []),
    ...(outliers > 0 ? [messages.outliers(symbol, count(outliers))] : []),
  ])
}

/** What was run on what, and everything that can be done with it. */
export function ResultHead({ id, run, result, dataset, onAgain, onChange }: HeadProps): JSX.Element {
  const messages = useMessages(resultMessages)
  const format = useFormat()
  const { manifest } = result
  const period = messages.period(formatTime(manifest.from, false), formatTime(manifest.to, false))
  const notes = qualityNotes(result, messages, format.count)
  const link = (): string => new URL(addressOf('backtest', { run: id }), location.href).href
  return (
    <header class="result-head">
      <div class="result-name">
        <h2>
          {messages.on(manifest.strategy, nameOf(manifest, dataset))} {dataset?.synthetic && <SyntheticBadge />}
        </h2>
        <p class="quiet">{messages.facts(format.count(manifest.candleCount), manifest.interval, period)}</p>
        {notes.length > 0 && <p class="quiet">{notes.join(' · ')}</p>}
      </div>
      <div class="result-actions">
        <Button onClick={() => onAgain(run)}>{messages.runAgain}</Button>
        <Button onClick={onChange}>{messages.change}</Button>
        <CopyButton text={link} label={messages.copyLink} />
        <a
          class="button"
          href={addressOfRoute('/backtest/{id}/result', { id })}
          download={`tezgah-${id}.json`}
          aria-label={`${messages.downloads}: JSON`}
        >
          {messages.json} ↓
        </a>
        <a
          class="button"
          href={addressOfRoute('/backtest/{id}/trades.csv', { id })}
          download={`tezgah-${id}-trades.csv`}
        >
          {messages.csv} ↓
        </a>
      </div>
    </header>
  )
}
