import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Override } from '../api/proposals.ts'
import { useWords } from '../i18n/use-words.ts'
import { useLive } from '../live/use-live.ts'
import { useSession } from '../session/use-session.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Actions } from './actions.tsx'
import { More } from './more.tsx'
import { OverrideForm } from './override-form.tsx'
import { OverrideItem } from './override-item.tsx'
import { permission } from './permission.ts'
import { isCurrent, overrideStatus } from './standing.ts'
import type { Rules } from './use-rules.ts'
import { useStatuses } from './use-statuses.ts'
import { guardrailsWords } from './words.ts'

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
  const words = useWords(guardrailsWords)
  const statuses = useStatuses(props.overrides, overrideStatus)
  const all = props.overrides.map((override, index) => ({ override, status: statuses[index] ?? '' }))
  const current = all.filter(({ status }) => isCurrent(status))
  const past = all.filter(({ status }) => !isCurrent(status))
  return (
    <>
      {current.length === 0 && !props.isFormOpen && (
        <Empty level={3} title={words.noOverrides}>
          {words.noOverridesLead}
        </Empty>
      )}
      <Items items={current} />
      {past.length > 0 && <More title={words.earlier(past.length)}>{() => <Items items={past} />}</More>}
    </>
  )
}

/** Exemptions that are in force or wait for it, counting down; those that are over are put away. */
export function OverridesCard({ rules }: { readonly rules: Rules }): JSX.Element {
  const words = useWords(guardrailsWords)
  const session = useSession()
  const overrides = useLive('overrides')?.value
  const [isFormOpen, openForm] = useState(false)
  const { policies, datasets } = rules
  const canAsk = policies !== null && datasets !== null
  const add = {
    label: words.newOverride,
    needed: 'operator',
    permission: permission(session, 'operator'),
    onClick: () => openForm(true),
  } as const
  return (
    <Card
      title={words.overrides}
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
