import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Proposal } from '../../../api/documents.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { useApi } from '../../../state/api.ts'
import { Button } from '../../../ui/button.tsx'
import { useApplyLocal } from '../shared/apply-local.ts'
import { ChangeDialog } from '../shared/change-dialog.tsx'
import { guardrailsMessages } from '../shared/messages.ts'
import { DiffView } from './diff-view.tsx'

export type Decision = 'approve' | 'reject' | 'withdraw' | 'apply' | 'emergency'

type Props = { readonly proposal: Proposal; readonly decision: Decision; readonly onClose: () => void }

/** Sends `content`, the hash of what the person saw: a later version is not what they agreed to. */
function useSend({ proposal, decision }: Props, content: string) {
  const api = useApi()
  const path = { id: proposal.id }
  return (reason: string) => {
    if (decision === 'approve') return api.post('/proposals/{id}/approve', { path, body: { content } })
    if (decision === 'apply') return api.post('/proposals/{id}/apply', { path, body: {} })
    return api.post(`/proposals/{id}/${decision}`, { path, body: { reason } })
  }
}

function useTexts(decision: Decision) {
  const messages = useMessages(guardrailsMessages)
  const texts = {
    approve: {
      title: messages.approveTitle,
      lead: messages.approveLead,
      confirm: messages.approve,
      done: messages.approved,
    },
    reject: {
      title: messages.rejectTitle,
      lead: messages.rejectLead,
      confirm: messages.reject,
      done: messages.rejected,
    },
    withdraw: {
      title: messages.withdrawTitle,
      lead: messages.withdrawLead,
      confirm: messages.withdraw,
      done: messages.withdrawn,
    },
    apply: { title: messages.applyTitle, lead: messages.applyLead, confirm: messages.apply, done: messages.applied },
    emergency: {
      title: messages.emergencyTitle,
      lead: messages.emergencyLead,
      confirm: messages.emergencyConfirm,
      done: messages.applied,
    },
  }
  return texts[decision]
}

function ChangedMeanwhile({ onRead }: { readonly onRead: () => void }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  return (
    <div class="guardrails-problem" role="alert">
      <p>
        <b>{messages.changedMeanwhile}</b>
      </p>
      <p>{messages.changedLead}</p>
      <Button onClick={onRead}>{messages.readIt}</Button>
    </div>
  )
}

/** Decides on a proposal, with all that it changes in sight; what changes meanwhile has to be read before. */
export function ProposalDialog(props: Props): JSX.Element {
  const { proposal, decision } = props
  const learn = useApplyLocal()
  const [seen, see] = useState(proposal.content)
  const send = useSend(props, seen)
  const hasChanged = seen !== proposal.content
  const isRisky = decision === 'emergency' || decision === 'reject'
  return (
    <ChangeDialog
      {...useTexts(decision)}
      kind={isRisky ? 'danger' : 'primary'}
      withReason={decision !== 'approve' && decision !== 'apply'}
      isReady={!hasChanged}
      send={send}
      onDone={learn.proposal}
      onClose={props.onClose}
    >
      {() => (
        <>
          {hasChanged && <ChangedMeanwhile onRead={() => see(proposal.content)} />}
          <p class="guardrails-said">{proposal.reason}</p>
          <DiffView changes={proposal.changes} />
        </>
      )}
    </ChangeDialog>
  )
}
