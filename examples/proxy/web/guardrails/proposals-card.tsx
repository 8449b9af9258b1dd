import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { readApproved } from '../api/policies.ts'
import type { Proposal } from '../api/proposals.ts'
import { useNow } from '../clock/use-now.ts'
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
import { isOpen, openFirst, proposalStatus } from './standing.ts'
import type { Rules } from './use-rules.ts'
import { guardrailsWords } from './words.ts'

function Items(props: {
  readonly proposals: readonly Proposal[]
  readonly onAmend: (proposal: Proposal) => void
}): JSX.Element {
  const now = useNow()
  return (
    <ul class="guardrails-items">
      {props.proposals.map((proposal) => (
        <ProposalItem
          key={proposal.id}
          proposal={proposal}
          status={proposalStatus(proposal, now)}
          onAmend={() => props.onAmend(proposal)}
        />
      ))}
    </ul>
  )
}

function List(props: {
  readonly proposals: readonly Proposal[]
  readonly isFormOpen: boolean
  readonly onAmend: (proposal: Proposal) => void
}): JSX.Element {
  const words = useWords(guardrailsWords)
  const now = useNow()
  const sorted = openFirst(props.proposals, now)
  const open = sorted.filter((one) => isOpen(proposalStatus(one, now)))
  const closed = sorted.slice(open.length)
  return (
    <>
      {open.length === 0 && !props.isFormOpen && (
        <Empty level={3} title={words.noProposals}>
          {words.noProposalsLead}
        </Empty>
      )}
      <Items proposals={open} onAmend={props.onAmend} />
      {closed.length > 0 && (
        <More title={words.earlier(closed.length)}>{() => <Items proposals={closed} onAmend={props.onAmend} />}</More>
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
