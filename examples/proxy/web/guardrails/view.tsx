import './guardrails.css'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../i18n/use-words.ts'
import { useLive } from '../live/use-live.ts'
import { useSession } from '../session/use-session.ts'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Actions } from './actions.tsx'
import { KillDialog } from './kill-dialog.tsx'
import { LimitsCard } from './limits-card.tsx'
import { ModeCard } from './mode-card.tsx'
import { OverridesCard } from './overrides-card.tsx'
import { permission } from './permission.ts'
import { PoliciesCards } from './policies-card.tsx'
import { ProposalsCard } from './proposals-card.tsx'
import { useHeld } from './use-held.ts'
import { type Rules, useRules } from './use-rules.ts'
import { VerdictsCard } from './verdicts-card.tsx'
import { guardrailsWords } from './words.ts'

/** The first control of the view, whatever else of it is known. */
function KillSwitch(): JSX.Element {
  const words = useWords(guardrailsWords)
  const session = useSession()
  const [isOpen, open] = useState(false)
  const kill = {
    label: words.kill,
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

function Parts({ rules }: { readonly rules: Rules }): JSX.Element {
  return (
    <div class="guardrails">
      <div class="guardrails-main">
        <div class="guardrails-top">
          <ModeCard />
          <LimitsCard />
        </div>
        <ProposalsCard rules={rules} />
        <VerdictsCard />
      </div>
      <div class="guardrails-side">
        <OverridesCard rules={rules} />
        <PoliciesCards rules={rules} />
      </div>
    </div>
  )
}

/** What may start, who allowed it, and how to stop everything. */
export default function View(): JSX.Element {
  const words = useWords(guardrailsWords)
  const rules = useRules()
  const parts = [useLive('risk'), useLive('proposals'), useLive('overrides'), rules.policies]
  const isHeld = useHeld(parts.every((part) => part !== null))
  return (
    <Page title={words.title} lead={words.lead} actions={<KillSwitch />}>
      {isHeld ? <Skeleton kind="view" /> : <Parts rules={rules} />}
    </Page>
  )
}
