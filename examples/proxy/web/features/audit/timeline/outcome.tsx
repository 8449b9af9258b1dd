import type { JSX } from 'preact'
import type { AuditRecord } from '../../../api/documents.ts'
import { outcomeNames } from '../../../i18n/contract-names.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { Status, type Tone } from '../../../ui/status.tsx'

const TONES: Readonly<Record<AuditRecord['outcome'], Tone>> = {
  success: 'good',
  refused: 'warn',
  failure: 'bad',
  unknown: 'idle',
}

/** What became of it: a word, a colour and a shape. */
export function Outcome({ outcome }: { readonly outcome: AuditRecord['outcome'] }): JSX.Element {
  return <Status tone={TONES[outcome]}>{useMessages(outcomeNames)[outcome]}</Status>
}
