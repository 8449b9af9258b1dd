import type { JSX } from 'preact'
import type { Approved, Policies } from '../../../api/documents.ts'
import { limitNames, nameOf, policyDescriptions } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { Badge } from '../../../ui/status.tsx'
import { amountText } from '../shared/amount-text.ts'
import { textOf } from '../shared/describe-change.ts'
import { guardrailsMessages } from '../shared/messages.ts'
import type { PolicyData } from '../shared/policy-data.ts'

function PolicyList({ policies }: { readonly policies: Policies['policies'] }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const descriptions: Readonly<Record<string, string>> = useMessages(policyDescriptions)
  return (
    <ul class="guardrails-policies">
      {policies.map(({ name, description, canBeWaived }) => (
        <li key={name}>
          <div class="guardrails-line">
            <h3>
              <code>{name}</code>
            </h3>
            <Badge tone={canBeWaived ? 'idle' : 'warn'}>
              {canBeWaived ? messages.canBeWaived : messages.cannotBeWaived}
            </Badge>
          </div>
          <p class="quiet guardrails-note">{descriptions[name] ?? description}</p>
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
  const messages = useMessages(guardrailsMessages)
  const names = useMessages(limitNames)
  const format = useFormat()
  const strategies = Object.entries(approved.strategies)
  const limits = Object.entries(approved.limits)
  if (strategies.length + limits.length === 0) return <p class="quiet">{messages.nothingApproved}</p>
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
          <h3>{messages.limitsOfForm}</h3>
          <Values values={limits.map(([name, value]) => [nameOf(names, name), amount(name, value)] as const)} />
        </div>
      )}
    </div>
  )
}

function Failed({ policyData }: { readonly policyData: PolicyData }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  return (
    <div class="guardrails-problem" role="status">
      <p>{messages.readFailed}</p>
      <Button onClick={policyData.retry}>{messages.tryAgain}</Button>
    </div>
  )
}

/** What is approved, and the policies that hold starts against it. */
export function PoliciesCards({ policyData }: { readonly policyData: PolicyData }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const { policies, hasFailed } = policyData
  const waiting = hasFailed ? <Failed policyData={policyData} /> : <Skeleton kind="block" />
  return (
    <>
      <Card title={messages.approvedNow} class="guardrails-approved-card">
        {policies === null ? waiting : <ApprovedNow approved={policies.approved} />}
      </Card>
      <Card title={messages.policies} class="guardrails-policies-card">
        {policies === null ? <Skeleton kind="block" /> : <PolicyList policies={policies.policies} />}
      </Card>
    </>
  )
}
