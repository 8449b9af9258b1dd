import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { AuditRecord } from '../../../api/documents.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Status, type Tone } from '../../../ui/status.tsx'
import { type AuditMessages, auditMessages } from '../messages.ts'
import type { RecordCheck, Step, Verification } from './verification.ts'

const TONES: Readonly<Record<Step, Tone>> = {
  good: 'good',
  failed: 'bad',
  later: 'warn',
  cannot: 'warn',
  skipped: 'idle',
  first: 'idle',
}
const STEPS = ['content', 'signature', 'growth', 'inclusion'] as const

/** Says no more than what was checked. */
function conclusion(check: RecordCheck, messages: AuditMessages, count: (value: number) => string): string {
  const steps = STEPS.map((step) => check[step])
  if (steps.includes('failed')) return messages.recordFailed
  if (check.why !== null || check.head === null) return messages.recordCannot(check.why ?? '')
  return check.inclusion === 'later' ? messages.recordLater : messages.recordGood(count(check.head.size))
}

export function RecordProof(props: { readonly record: AuditRecord; readonly verification: Verification }): JSX.Element {
  const messages = useMessages(auditMessages)
  const format = useFormat()
  const [check, setCheck] = useState<RecordCheck | 'running' | null>(null)
  const { record, verification } = props
  const run = (): void => {
    setCheck('running')
    void verification.checkRecord(record).then(setCheck)
  }
  const isRunning = check === 'running'
  return (
    <section class="audit-proof" aria-live="polite">
      <Button kind="primary" busy={isRunning} onClick={run}>
        {isRunning ? messages.verifying : messages.verifyRecord}
      </Button>
      {check !== null && check !== 'running' && (
        <>
          <ul class="audit-steps">
            {STEPS.map((step) => (
              <li key={step} data-step={step} data-state={check[step]}>
                <span>{messages.steps[step]}</span>
                <Status tone={TONES[check[step]]}>{messages.stepStates[check[step]]}</Status>
              </li>
            ))}
          </ul>
          <p class="audit-conclusion">{conclusion(check, messages, format.count)}</p>
        </>
      )}
    </section>
  )
}
