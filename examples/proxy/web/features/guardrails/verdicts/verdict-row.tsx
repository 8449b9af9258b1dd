import type { JSX } from 'preact'
import type { Verdict } from '../../../api/documents.ts'
import { verdictNames } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { addressOf } from '../../../state/location.ts'
import { RelativeTime } from '../../../ui/relative-time.tsx'
import { Status } from '../../../ui/status.tsx'
import { type GuardrailsMessages, guardrailsMessages } from '../shared/messages.ts'

function whyOf(messages: GuardrailsMessages, { verdict, policies }: Verdict): string {
  const names = policies.join(', ')
  if (names === '') return messages.within
  return verdict === 'refused' ? messages.against(names) : messages.waived(names)
}

/** One verdict. Only what was let through has become a run. */
export function VerdictRow({ verdict }: { readonly verdict: Verdict }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const format = useFormat()
  const isApproved = verdict.verdict === 'approved'
  return (
    <li class="guardrails-verdict">
      <Status tone={isApproved ? 'good' : 'bad'}>{useMessages(verdictNames)[verdict.verdict]}</Status>
      <div>
        <b>{verdict.strategy}</b>
        <p class="quiet guardrails-note">{whyOf(messages, verdict)}</p>
      </div>
      <p class="guardrails-verdict-who">
        <span>{verdict.operator}</span>
        {isApproved && <a href={addressOf('backtest', { run: verdict.job })}>{messages.openRun}</a>}
      </p>
      <p class="guardrails-verdict-when">
        <span>{format.clock(verdict.at)}</span>
        <small class="quiet">
          <RelativeTime time={verdict.at} />
        </small>
      </p>
    </li>
  )
}
