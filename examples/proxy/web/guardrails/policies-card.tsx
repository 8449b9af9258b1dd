import type { JSX } from 'preact'
import type { Approved, Policies } from '../api/policies.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Badge } from '../ui/status.tsx'
import { amountText } from './amount-text.ts'
import { textOf } from './describe-change.ts'
import type { Rules } from './use-rules.ts'
import { guardrailsWords } from './words.ts'

function PolicyList({ policies }: { readonly policies: Policies['policies'] }): JSX.Element {
  const words = useWords(guardrailsWords)
  return (
    <ul class="guardrails-policies">
      {policies.map(({ name, says, canBeWaived }) => (
        <li key={name}>
          <div class="guardrails-line">
            <h3>
              <code>{name}</code>
            </h3>
            <Badge tone={canBeWaived ? 'idle' : 'warn'}>{canBeWaived ? words.canBeWaived : words.cannotBeWaived}</Badge>
          </div>
          <p class="quiet guardrails-note">
            {(Object.hasOwn(words.policySays, name) && words.policySays[name]) || says}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Values({ values }: { readonly values: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <dl class="guardrails-values-list">
      {values.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

function ApprovedNow({ approved }: { readonly approved: Approved }): JSX.Element {
  const words = useWords(guardrailsWords)
  const format = useFormat()
  const strategies = Object.entries(approved.strategies)
  const limits = Object.entries(approved.limits)
  if (strategies.length + limits.length === 0) return <p class="quiet">{words.nothingApproved}</p>
  const amount = (name: string, value: unknown): string =>
    name.endsWith('Pct') && typeof value === 'number' ? format.percent(value / 100) : amountText(textOf(value), format)
  return (
    <div class="guardrails-approved">
      {strategies.map(([name, params]) => (
        <div key={name}>
          <h3>{name}</h3>
          <Values values={Object.entries(params).map(([key, value]) => [key, textOf(value)])} />
        </div>
      ))}
      {limits.length > 0 && (
        <div>
          <h3>{words.limitsOfForm}</h3>
          <Values
            values={limits.map(([name, value]) => [words.limitNames[name] ?? name, amount(name, value)] as const)}
          />
        </div>
      )}
    </div>
  )
}

function Failed({ rules }: { readonly rules: Rules }): JSX.Element {
  const words = useWords(guardrailsWords)
  return (
    <div class="guardrails-problem" role="status">
      <p>{words.readFailed}</p>
      <Button onClick={rules.retry}>{words.tryAgain}</Button>
    </div>
  )
}

/** What is approved, and the policies that hold starts against it. */
export function PoliciesCards({ rules }: { readonly rules: Rules }): JSX.Element {
  const words = useWords(guardrailsWords)
  const { policies, hasFailed } = rules
  const waiting = hasFailed ? <Failed rules={rules} /> : <Skeleton kind="block" />
  return (
    <>
      <Card title={words.approvedNow} class="guardrails-approved-card">
        {policies === null ? waiting : <ApprovedNow approved={policies.approved} />}
      </Card>
      <Card title={words.policies} class="guardrails-policies-card">
        {policies === null ? <Skeleton kind="block" /> : <PolicyList policies={policies.policies} />}
      </Card>
    </>
  )
}
