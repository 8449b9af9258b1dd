import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useNow } from '../clock/use-now.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { all, useReadable } from '../state/use-readable.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Meter } from '../ui/meter.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Status, type Tone } from '../ui/status.tsx'
import { TextField } from '../ui/text-field.tsx'
import { commandOf } from './command.ts'
import type { LogState, Verification } from './verification.ts'
import { auditWords } from './words.ts'

const TONES: Readonly<Record<LogState['status'], Tone>> = {
  unchecked: 'idle',
  checking: 'idle',
  verified: 'good',
  cannot: 'warn',
  failed: 'bad',
}

function Sentence({ state, loaded }: { readonly state: LogState; readonly loaded: number }): JSX.Element | null {
  const words = useWords(auditWords)
  const format = useFormat()
  switch (state.status) {
    case 'verified':
      return (
        <p>
          {words.signed} {state.goesOn && words.goesOn} {state.isFirstVisit && words.firstVisit}{' '}
          {(state.tip ? words.tip : words.loose)(format.count(loaded))} {words.notAll}
        </p>
      )
    case 'cannot':
      return <p>{words.cannotLead(state.why)}</p>
    case 'failed': {
      const { code, seq } = state.failure
      return (
        <p>
          <b>{words.failures[code]}</b> {seq !== null && words.failedAt(format.count(seq))} {words.failedDo}
        </p>
      )
    }
    default:
      return <p class="quiet">{words.notAll}</p>
  }
}

function Headline({ state }: { readonly state: LogState }): JSX.Element {
  const words = useWords(auditWords)
  const format = useFormat()
  const text = {
    unchecked: words.unchecked,
    checking: words.checking,
    verified: state.status === 'verified' ? words.verified(format.count(state.head.size - 1)) : '',
    cannot: words.cannot,
    failed: words.failedTitle,
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
  const words = useWords(auditWords)
  const format = useFormat()
  const now = useNow()
  const state = useReadable(verification.whole, all)
  if (state.status === 'idle') return null
  if (state.status === 'cannot') return <p>{words.wholeCannot(state.why)}</p>
  if (state.status === 'running') {
    const text = words.wholeProgress(format.count(state.records), format.count(state.of))
    return (
      <div class="audit-whole">
        <Meter label={words.wholeMeter} share={state.of === 0 ? 0 : state.records / state.of} text={text} />
        <p>{text}</p>
      </div>
    )
  }
  if (state.result.status === 'failed') return null
  const { first, records } = state.result
  return (
    <p data-whole="good">
      {words.wholeGood(format.count(records), format.ago(now - state.at))}{' '}
      {first > 0 && words.wholePruned(format.count(first))}
    </p>
  )
}

const KEY_FORM = /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/

function Key({ verification }: { readonly verification: Verification }): JSX.Element {
  const words = useWords(auditWords)
  const format = useFormat()
  const trust = useReadable(verification.trust, all)
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
          <h3>{words.key}</h3>
          <code class="audit-hash">{trust.key}</code>
          {trust.head !== null && trust.seenAt !== null && (
            <p class="quiet">
              {words.lastSeen(format.count(trust.head.size))} <RelativeTime time={trust.seenAt} />
            </p>
          )}
          <p class="quiet">{trust.isPinned ? words.keyPinned : words.keyFirst}</p>
        </>
      )}
      <form onSubmit={pin}>
        <TextField
          id="audit-key"
          label={words.keyLabel}
          value={typed}
          onValue={type}
          hint={words.keyHint}
          error={isBad ? words.keyBad : undefined}
        />
        <Button type="submit">{words.pin}</Button>
        {trust !== null && (
          <Button kind="quiet" onClick={() => verification.pin(null)}>
            {words.forget}
          </Button>
        )}
      </form>
      <p>{words.commandLead}</p>
      <code class="audit-command">{commandOf(trust?.key ?? null)}</code>
      <p>
        <CopyButton label={words.copyCommand} text={() => commandOf(verification.trust.get()?.key ?? null)} />
      </p>
    </div>
  )
}

/** What this browser has found out about the log by itself, and what to do about it. */
export function VerificationCard({ verification }: { readonly verification: Verification }): JSX.Element {
  const words = useWords(auditWords)
  const state = useReadable(verification.log, all)
  const loaded = useReadable(verification.loaded, all)
  const isRunning = useReadable(verification.whole, ({ status }) => status === 'running')
  return (
    <section class="card audit-verification" data-status={state.status} aria-label={words.verification}>
      <div class="audit-verification-head">
        <div aria-live="polite" role={state.status === 'failed' ? 'alert' : 'status'}>
          <Headline state={state} />
          <Sentence state={state} loaded={loaded} />
        </div>
        <div class="audit-verification-actions">
          <Button busy={state.status === 'checking'} onClick={() => void verification.check()}>
            {words.checkNow}
          </Button>
          {isRunning ? (
            <Button onClick={verification.cancelWhole}>{words.cancel}</Button>
          ) : (
            <Button onClick={() => void verification.checkWhole()}>{words.checkWhole}</Button>
          )}
        </div>
      </div>
      <Whole verification={verification} />
      <details>
        <summary>{words.more}</summary>
        <Key verification={verification} />
      </details>
    </section>
  )
}
