import type { JSX } from 'preact'
import type { Verdict } from '../api/risk.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { addressOf } from '../router/place.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Status } from '../ui/status.tsx'
import { type GuardrailsWords, guardrailsWords } from './words.ts'

function whyOf(words: GuardrailsWords, { verdict, policies }: Verdict): string {
  const names = policies.join(', ')
  if (names === '') return words.within
  return verdict === 'refused' ? words.against(names) : words.waived(names)
}

/** One verdict. Only what was let through has become a run. */
export function VerdictRow({ verdict }: { readonly verdict: Verdict }): JSX.Element {
  const words = useWords(guardrailsWords)
  const format = useFormat()
  const isApproved = verdict.verdict === 'approved'
  return (
    <li class="guardrails-verdict">
      <Status tone={isApproved ? 'good' : 'bad'}>{words.verdictNames[verdict.verdict]}</Status>
      <div>
        <b>{verdict.strategy}</b>
        <p class="quiet guardrails-note">{whyOf(words, verdict)}</p>
      </div>
      <p class="guardrails-verdict-who">
        <span>{verdict.operator}</span>
        {isApproved && <a href={addressOf('backtest', { run: verdict.job })}>{words.openRun}</a>}
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
