import { useSession } from '../../state/session/session.ts'
import './guardrails.css'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useMessages } from '../../i18n/use-messages.ts'
import { useLive } from '../../state/live/use-live.ts'
import { Page } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { LimitsCard } from './limits/limits-card.tsx'
import { PoliciesCards } from './limits/policies-card.tsx'
import { KillDialog } from './mode/kill-dialog.tsx'
import { ModeCard } from './mode/mode-card.tsx'
import { OverridesCard } from './overrides/overrides-card.tsx'
import { ProposalsCard } from './proposals/proposals-card.tsx'
import { Actions } from './shared/actions.tsx'
import { guardrailsMessages } from './shared/messages.ts'
import { permission } from './shared/permission.ts'
import { type PolicyData, usePolicyData } from './shared/policy-data.ts'
import { useHeld } from './shared/use-held.ts'
import { VerdictsCard } from './verdicts/verdicts-card.tsx'

/** The first control of the view, shown before its data is known. */
function KillSwitch(): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const session = useSession()
  const [isOpen, open] = useState(false)
  const kill = {
    label: messages.kill,
    kind: 'danger',
    needed: 'risk',
    permission: permission(session, 'risk'),
    onClick: () => open(true),
  } as const
  return (
    <>
      <div class="guardrails-kill">
        <Actions actions={[kill]} />
      </div>
      {isOpen && <KillDialog onClose={() => open(false)} />}
    </>
  )
}

function Parts({ policyData }: { readonly policyData: PolicyData }): JSX.Element {
  return (
    <div class="guardrails">
      <div class="guardrails-main">
        <div class="guardrails-top">
          <ModeCard />
          <LimitsCard />
        </div>
        <ProposalsCard policyData={policyData} />
        <VerdictsCard />
      </div>
      <div class="guardrails-side">
        <OverridesCard policyData={policyData} />
        <PoliciesCards policyData={policyData} />
      </div>
    </div>
  )
}

/** What may start, who allowed it, and how to stop everything. */
export default function View(): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const policyData = usePolicyData()
  const parts = [useLive('risk'), useLive('proposals'), useLive('overrides'), policyData.policies]
  const isHeld = useHeld(parts.every((part) => part !== null))
  return (
    <Page title={messages.title} lead={messages.lead} actions={<KillSwitch />}>
      {isHeld ? <Skeleton kind="view" /> : <Parts policyData={policyData} />}
    </Page>
  )
}
