import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Override } from '../../../api/documents.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { useLive } from '../../../state/live/use-live.ts'
import { useSession } from '../../../state/session/session.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { Actions } from '../shared/actions.tsx'
import { guardrailsMessages } from '../shared/messages.ts'
import { More } from '../shared/more.tsx'
import { permission } from '../shared/permission.ts'
import type { PolicyData } from '../shared/policy-data.ts'
import { isCurrent, overrideStatus } from '../shared/standing.ts'
import { useStatuses } from '../shared/use-statuses.ts'
import { OverrideForm } from './override-form.tsx'
import { OverrideItem } from './override-item.tsx'

type Standing = { readonly override: Override; readonly status: string }

function Items({ items }: { readonly items: readonly Standing[] }): JSX.Element {
  return (
    <ul class="guardrails-items">
      {items.map(({ override, status }) => (
        <OverrideItem key={override.id} override={override} status={status} />
      ))}
    </ul>
  )
}

function List(props: { readonly overrides: readonly Override[]; readonly isFormOpen: boolean }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const statuses = useStatuses(props.overrides, overrideStatus)
  const all = props.overrides.map((override, index) => ({ override, status: statuses[index] ?? '' }))
  const current = all.filter(({ status }) => isCurrent(status))
  const past = all.filter(({ status }) => !isCurrent(status))
  return (
    <>
      {current.length === 0 && !props.isFormOpen && (
        <Empty level={3} title={messages.noOverrides}>
          {messages.noOverridesLead}
        </Empty>
      )}
      <Items items={current} />
      {past.length > 0 && <More title={messages.earlier(past.length)}>{() => <Items items={past} />}</More>}
    </>
  )
}

/** Exemptions that are in force or wait for it, counting down; those that are over are put away. */
export function OverridesCard({ policyData }: { readonly policyData: PolicyData }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const session = useSession()
  const overrides = useLive('overrides')?.value
  const [isFormOpen, openForm] = useState(false)
  const { policies, datasets } = policyData
  const canAsk = policies !== null && datasets !== null
  const add = {
    label: messages.newOverride,
    needed: 'operator',
    permission: permission(session, 'operator'),
    onClick: () => openForm(true),
  } as const
  return (
    <Card
      title={messages.overrides}
      class="guardrails-overrides"
      aside={canAsk && !isFormOpen ? <Actions actions={[add]} /> : undefined}
    >
      {isFormOpen && canAsk && (
        <OverrideForm policies={policies.policies} datasets={datasets} onClose={() => openForm(false)} />
      )}
      {overrides === undefined ? <Skeleton kind="block" /> : <List overrides={overrides} isFormOpen={isFormOpen} />}
    </Card>
  )
}
