import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Proposal } from '../../../api/documents.ts'
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
import { isOpen, proposalStatus } from '../shared/standing.ts'
import { useStatuses } from '../shared/use-statuses.ts'
import { ProposalForm } from './proposal-form.tsx'
import { ProposalItem } from './proposal-item.tsx'

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
  const messages = useMessages(guardrailsMessages)
  const statuses = useStatuses(props.proposals, proposalStatus)
  const all = props.proposals.map((proposal, index) => ({ proposal, status: statuses[index] ?? '' }))
  const open = all.filter(({ status }) => isOpen(status))
  const closed = all.filter(({ status }) => !isOpen(status))
  return (
    <>
      {open.length === 0 && !props.isFormOpen && (
        <Empty level={3} title={messages.noProposals}>
          {messages.noProposalsLead}
        </Empty>
      )}
      <Items items={open} onAmend={props.onAmend} />
      {closed.length > 0 && (
        <More title={messages.earlier(closed.length)}>{() => <Items items={closed} onAmend={props.onAmend} />}</More>
      )}
    </>
  )
}

/** What shall be approved, by whom it waits, and a form to propose more. */
export function ProposalsCard({ policyData }: { readonly policyData: PolicyData }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const session = useSession()
  const proposals = useLive('proposals')?.value
  const [form, setForm] = useState<{ readonly amends: Proposal | null } | null>(null)
  const { policies, strategies } = policyData
  const canPropose = policies !== null && strategies !== null
  const add = {
    label: messages.newProposal,
    needed: 'operator',
    permission: permission(session, 'operator'),
    onClick: () => setForm({ amends: null }),
  } as const
  return (
    <Card
      title={messages.proposals}
      class="guardrails-proposals"
      aside={canPropose && form === null ? <Actions actions={[add]} /> : undefined}
    >
      {form !== null && canPropose && (
        <ProposalForm
          key={form.amends?.id ?? ''}
          approved={policies.approved}
          strategies={strategies}
          amends={form.amends && { ...form.amends, target: form.amends.parameters.values }}
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
