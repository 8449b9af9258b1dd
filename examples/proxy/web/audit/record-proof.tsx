import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { AuditRecord } from '../api/audit.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { Button } from '../ui/button.tsx'
import { Status, type Tone } from '../ui/status.tsx'
import type { RecordCheck, Step, Verification } from './verification.ts'
import { type AuditWords, auditWords } from './words.ts'

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
function conclusion(check: RecordCheck, words: AuditWords, count: (value: number) => string): string {
  const steps = STEPS.map((step) => check[step])
  if (steps.includes('failed')) return words.recordFailed
  if (check.why !== null || check.head === null) return words.recordCannot(check.why ?? '')
  return check.inclusion === 'later' ? words.recordLater : words.recordGood(count(check.head.size))
}

export function RecordProof(props: { readonly record: AuditRecord; readonly verification: Verification }): JSX.Element {
  const words = useWords(auditWords)
  const format = useFormat()
  const [check, setCheck] = useState<RecordCheck | 'running' | null>(null)
  const { record, verification } = props
  const run = (): void => {
    setCheck('running')
    void verification.checkRecord(record.raw, record.seq).then(setCheck)
  }
  const isRunning = check === 'running'
  return (
    <section class="audit-proof" aria-live="polite">
      <Button kind="primary" busy={isRunning} onClick={run}>
        {isRunning ? words.verifying : words.verifyRecord}
      </Button>
      {check !== null && check !== 'running' && (
        <>
          <ul class="audit-steps">
            {STEPS.map((step) => (
              <li key={step} data-step={step} data-state={check[step]}>
                <span>{words.steps[step]}</span>
                <Status tone={TONES[check[step]]}>{words.stepStates[check[step]]}</Status>
              </li>
            ))}
          </ul>
          <p class="audit-conclusion">{conclusion(check, words, format.count)}</p>
        </>
      )}
    </section>
  )
}
