import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type Proposal, readProposal } from '../api/proposals.ts'
import { useDesk } from '../desk.ts'
import { useWords } from '../i18n/use-words.ts'
import { Button } from '../ui/button.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { DiffView } from './diff-view.tsx'
import { useLearn } from './use-learn.ts'
import { guardrailsWords } from './words.ts'

export type Decision = 'approve' | 'reject' | 'withdraw' | 'apply' | 'emergency'

type Props = { readonly proposal: Proposal; readonly decision: Decision; readonly onClose: () => void }

/** Sends `content`, the hash of what the person saw: whatever came after it is not what they agreed to. */
function useSend({ proposal, decision }: Props, content: string) {
  const { api } = useDesk()
  const path = `/api/proposals/${encodeURIComponent(proposal.id)}/${decision}`
  return (reason: string) => {
    const body = decision === 'approve' ? { content } : decision === 'apply' ? {} : { reason }
    return api.change('POST', path, body, readProposal)
  }
}

function useTexts(decision: Decision) {
  const words = useWords(guardrailsWords)
  const texts = {
    approve: { title: words.approveTitle, lead: words.approveLead, confirm: words.approve, done: words.approved },
    reject: { title: words.rejectTitle, lead: words.rejectLead, confirm: words.reject, done: words.rejected },
    withdraw: { title: words.withdrawTitle, lead: words.withdrawLead, confirm: words.withdraw, done: words.withdrawn },
    apply: { title: words.applyTitle, lead: words.applyLead, confirm: words.apply, done: words.applied },
    emergency: {
      title: words.emergencyTitle,
      lead: words.emergencyLead,
      confirm: words.emergencyConfirm,
      done: words.applied,
    },
  }
  return texts[decision]
}

function ChangedMeanwhile({ onRead }: { readonly onRead: () => void }): JSX.Element {
  const words = useWords(guardrailsWords)
  return (
    <div class="guardrails-problem" role="alert">
      <p>
        <b>{words.changedMeanwhile}</b>
      </p>
      <p>{words.changedLead}</p>
      <Button onClick={onRead}>{words.readIt}</Button>
    </div>
  )
}

/** Decides on a proposal, with all that it changes in sight; what changes meanwhile has to be read before. */
export function ProposalDialog(props: Props): JSX.Element {
  const { proposal, decision } = props
  const learn = useLearn()
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
