import type { JSX } from 'preact'
import type { Limit } from '../../../api/documents.ts'
import { limitNames, nameOf } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useLive } from '../../../state/live/use-live.ts'
import { Card } from '../../../ui/card.tsx'
import { Meter } from '../../../ui/meter.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { Status, type Tone } from '../../../ui/status.tsx'
import { amountText } from '../shared/amount-text.ts'
import { guardrailsMessages } from '../shared/messages.ts'
import { type Remaining, remaining } from './remaining.ts'

const TONES: Readonly<Record<Remaining['state'], Tone>> = {
  none: 'idle',
  unknown: 'idle',
  well: 'good',
  near: 'warn',
  'very-near': 'bad',
  over: 'bad',
}

const isPercent = (name: string): boolean => name.endsWith('Pct')

function useAmount(name: string): (value: number | string) => string {
  const format = useFormat()
  return (value) => (isPercent(name) ? format.percent(Number(value) / 100) : amountText(String(value), format))
}

function useNote(limit: Limit): string {
  const messages = useMessages(guardrailsMessages)
  const amount = useAmount(limit.name)
  const { reached } = limit
  if (limit.limit === null) return reached === null ? messages.limitNoneNote : messages.reachedOnly(amount(reached))
  if (reached === null) return isPercent(limit.name) ? messages.limitUnknownFall : messages.limitUnknownNote
  return messages.limitLine(amount(reached), amount(limit.limit))
}

function LimitRow({ limit }: { readonly limit: Limit }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const amount = useAmount(limit.name)
  const note = useNote(limit)
  const { state, share } = remaining(limit)
  const tone = TONES[state]
  const name = nameOf(useMessages(limitNames), limit.name)
  const left = limit.remaining === null ? messages.notKnown : messages.limitLeft(amount(limit.remaining))
  return (
    <div class="guardrails-limit" data-state={state}>
      <div class="guardrails-line">
        <h3>{name}</h3>
        <Status tone={tone}>{messages.remaining[state]}</Status>
      </div>
      <p class="guardrails-figure">
        {limit.limit === null ? messages.limitNone : messages.limitAtMost(amount(limit.limit))}
      </p>
      {share === null ? (
        <div class="guardrails-no-bar" aria-hidden="true" />
      ) : (
        <Meter label={name} share={share} text={`${note}, ${left}`} tone={tone === 'idle' ? 'good' : tone} />
      )}
      <p class="guardrails-line quiet guardrails-note">
        <span>{note}</span>
        {share !== null && <b>{left}</b>}
      </p>
    </div>
  )
}

/** What is approved at most, how near a run came to it, and what is left. */
export function LimitsCard(): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const limits = useLive('risk')?.value.limits
  return (
    <Card title={messages.limits} class="guardrails-limits">
      {limits === undefined ? (
        <Skeleton kind="block" />
      ) : (
        limits.map((limit) => <LimitRow key={limit.name} limit={limit} />)
      )}
    </Card>
  )
}
