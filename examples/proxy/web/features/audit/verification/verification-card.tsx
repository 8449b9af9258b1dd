import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useNow } from '../../../state/clock.ts'
import { useStore } from '../../../state/use-store.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Meter } from '../../../ui/meter.tsx'
import { RelativeTime } from '../../../ui/relative-time.tsx'
import { Status, type Tone } from '../../../ui/status.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { auditMessages } from '../messages.ts'
import { commandOf } from './command.ts'
import type { LogState, Verification } from './verification.ts'

const TONES: Readonly<Record<LogState['status'], Tone>> = {
  unchecked: 'idle',
  checking: 'idle',
  verified: 'good',
  cannot: 'warn',
  failed: 'bad',
}

function Sentence({ state, loaded }: { readonly state: LogState; readonly loaded: number }): JSX.Element | null {
  const messages = useMessages(auditMessages)
  const format = useFormat()
  switch (state.status) {
    case 'verified':
      return (
        <p>
          {messages.signed} {state.goesOn && messages.goesOn} {state.isFirstVisit && messages.firstVisit}{' '}
          {(state.tip ? messages.tip : messages.loose)(format.count(loaded))} {messages.notAll}
        </p>
      )
    case 'cannot':
      return <p>{messages.cannotLead(state.why)}</p>
    case 'failed': {
      const { code, seq } = state.failure
      return (
        <p>
          <b>{messages.failures[code]}</b> {seq !== null && messages.failedAt(format.count(seq))} {messages.failedDo}
        </p>
      )
    }
    default:
      return <p class="quiet">{messages.notAll}</p>
  }
}

function Headline({ state }: { readonly state: LogState }): JSX.Element {
  const messages = useMessages(auditMessages)
  const format = useFormat()
  const text = {
    unchecked: messages.unchecked,
    checking: messages.checking,
    verified: state.status === 'verified' ? messages.verified(format.count(state.head.size - 1)) : '',
    cannot: messages.cannot,
    failed: messages.failedTitle,
  }[state.status]
  return (
    <h2 class="audit-headline">
      <Status tone={TONES[state.status]}>{text}</Status>
      {state.status === 'verified' && (
        <small class="quiet">
          <RelativeTime time={state.at} />
        </small>
      )}
    </h2>
  )
}

function Whole({ verification }: { readonly verification: Verification }): JSX.Element | null {
  const messages = useMessages(auditMessages)
  const format = useFormat()
  const now = useNow()
  const state = useStore(verification.whole)
  if (state.status === 'idle') return null
  if (state.status === 'cannot') return <p>{messages.wholeCannot(state.why)}</p>
  if (state.status === 'running') {
    const text = messages.wholeProgress(format.count(state.records), format.count(state.of))
    return (
      <div class="audit-whole">
        <Meter label={messages.wholeMeter} share={state.of === 0 ? 0 : state.records / state.of} text={text} />
        <p>{text}</p>
      </div>
    )
  }
  if (state.result.status === 'failed') return null
  const { first, records } = state.result
  return (
    <p data-whole="good">
      {messages.wholeGood(format.count(records), format.ago(now - state.at))}{' '}
      {first > 0 && messages.wholePruned(format.count(first))}
    </p>
  )
}

const KEY_FORM = /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/

function Key({ verification }: { readonly verification: Verification }): JSX.Element {
  const messages = useMessages(auditMessages)
  const format = useFormat()
  const trust = useStore(verification.trust)
  const [typed, type] = useState('')
  const [isBad, setBad] = useState(false)
  const pin = (event: Event): void => {
    event.preventDefault()
    const key = typed.trim()
    setBad(!KEY_FORM.test(key))
    if (!KEY_FORM.test(key)) return
    verification.pin(key)
    type('')
  }
  return (
    <div class="audit-key">
      {trust !== null && (
        <>
          <h3>{messages.key}</h3>
          <code class="audit-hash">{trust.key}</code>
          {trust.head !== null && trust.seenAt !== null && (
            <p class="quiet">
              {messages.lastSeen(format.count(trust.head.size))} <RelativeTime time={trust.seenAt} />
            </p>
          )}
          <p class="quiet">{trust.isPinned ? messages.keyPinned : messages.keyFirst}</p>
        </>
      )}
      <form onSubmit={pin}>
        <TextField
          id="audit-key"
          label={messages.keyLabel}
          value={typed}
          onValue={type}
          hint={messages.keyHint}
          error={isBad ? messages.keyBad : undefined}
        />
        <Button type="submit">{messages.pin}</Button>
        {trust !== null && (
          <Button kind="quiet" onClick={() => verification.pin(null)}>
            {messages.forget}
          </Button>
        )}
      </form>
      <p>{messages.commandLead}</p>
      <code class="audit-command">{commandOf(trust?.key ?? null)}</code>
      <p>
        <CopyButton label={messages.copyCommand} text={() => commandOf(verification.trust.get()?.key ?? null)} />
      </p>
    </div>
  )
}

/** What this browser has found out about the log by itself, and what to do about it. */
export function VerificationCard({ verification }: { readonly verification: Verification }): JSX.Element {
  const messages = useMessages(auditMessages)
  const state = useStore(verification.log)
  const loaded = useStore(verification.loaded)
  const isRunning = useStore(verification.whole, ({ status }) => status === 'running')
  return (
    <section class="card audit-verification" data-status={state.status} aria-label={messages.verification}>
      <div class="audit-verification-head">
        <div aria-live="polite" role={state.status === 'failed' ? 'alert' : 'status'}>
          <Headline state={state} />
          <Sentence state={state} loaded={loaded} />
        </div>
        <div class="audit-verification-actions">
          <Button busy={state.status === 'checking'} onClick={() => void verification.check()}>
            {messages.checkNow}
          </Button>
          {isRunning ? (
            <Button onClick={verification.cancelWhole}>{messages.cancel}</Button>
          ) : (
            <Button onClick={() => void verification.checkWhole()}>{messages.checkWhole}</Button>
          )}
        </div>
      </div>
      <Whole verification={verification} />
      <details>
        <summary>{messages.more}</summary>
        <Key verification={verification} />
      </details>
    </section>
  )
}
