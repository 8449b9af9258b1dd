import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { readApproved } from '../api/policies.ts'
import type { Proposal } from '../api/proposals.ts'
import { useWords } from '../i18n/use-words.ts'
import { useLive } from '../live/use-live.ts'
import { useSession } from '../session/use-session.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Actions } from './actions.tsx'
import { More } from './more.tsx'
import { permission } from './permission.ts'
import { ProposalForm } from './proposal-form.tsx'
import { ProposalItem } from './proposal-item.tsx'
import { isOpen, proposalStatus } from './standing.ts'
import type { Rules } from './use-rules.ts'
import { useStatuses } from './use-statuses.ts'
import { guardrailsWords } from './words.ts'

type Standing = { readonly proposal: Proposal; readonly status: string }

type ListProps = { readonly onAmend: (proposal: Proposal) => void }

function Items(props: ListProps & { readonly items: readonly Standing[] }): JSX.Element {
  return (
    <ul class="guardrails-items">
      {props.items.map(({ proposal, status }) => (
        <ProposalItem key={proposal.id} proposal={proposal} status={status} onAmend={() => props.onAmend(proposal)} />
      ))}
    </ul>
  )
}

function List(
  props: ListProps & { readonly proposals: readonly Proposal[]; readonly isFormOpen: boolean },
): JSX.Element {
  const words = useWords(guardrailsWords)
  const statuses = useStatuses(props.proposals, proposalStatus)
  const all = props.proposals.map((proposal, index) => ({ proposal, status: statuses[index] ?? '' }))
  const open = all.filter(({ status }) => isOpen(status))
  const closed = all.filter(({ status }) => !isOpen(status))
  return (
    <>
      {open.length === 0 && !props.isFormOpen && (
        <Empty level={3} title={words.noProposals}>
          {words.noProposalsLead}
        </Empty>
      )}
      <Items items={open} onAmend={props.onAmend} />
      {closed.length > 0 && (
        <More title={words.earlier(closed.length)}>{() => <Items items={closed} onAmend={props.onAmend} />}</More>
      )}
    </>
  )
}

/** What shall be approved, by whom it waits, and a form to propose more. */
export function ProposalsCard({ rules }: { readonly rules: Rules }): JSX.Element {
  const words = useWords(guardrailsWords)
  const session = useSession()
  const proposals = useLive('proposals')?.value
  const [form, setForm] = useState<{ readonly amends: Proposal | null } | null>(null)
  const { policies, strategies } = rules
  const canPropose = policies !== null && strategies !== null
  const add = {
    label: words.newProposal,
    needed: 'operator',
    permission: permission(session, 'operator'),
    onClick: () => setForm({ amends: null }),
  } as const
  return (
    <Card
      title={words.proposals}
      class="guardrails-proposals"
      aside={canPropose && form === null ? <Actions actions={[add]} /> : undefined}
    >
      {form !== null && canPropose && (
        <ProposalForm
          key={form.amends?.id ?? ''}
          approved={policies.approved}
          strategies={strategies}
          amends={form.amends && { ...form.amends, target: readApproved(form.amends.values) }}
          onClose={() => setForm(null)}
        />
      )}
      {proposals === undefined ? (
        <Skeleton kind="block" />
      ) : (
        <List proposals={proposals} isFormOpen={form !== null} onAmend={(amends) => setForm({ amends })} />
      )}
    </Card>
  )
}
