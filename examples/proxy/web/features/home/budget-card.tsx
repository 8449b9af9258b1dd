import type { JSX } from 'preact'
import type { Budget } from '../../api/documents.ts'
import { NOTHING } from '../../i18n/numbers.ts'
import { useFormat, useMessages } from '../../i18n/use-messages.ts'
import { useLive } from '../../state/live/use-live.ts'
import { Card } from '../../ui/card.tsx'
import { Meter } from '../../ui/meter.tsx'
import { homeMessages } from './messages.ts'

/** With less than this share left, the budget will not last the day at the pace of before. */
const LOW = 0.25

function BudgetLine({ name, budget }: { readonly name: string; readonly budget: Budget | null }): JSX.Element {
  const messages = useMessages(homeMessages)
  const format = useFormat()
  const left = budget?.budgetLeft ?? null
  const tone = left === null || left > LOW ? 'good' : left > 0 ? 'warn' : 'bad'
  const text = left === null ? NOTHING : format.percent(left)
  return (
    <div class="home-budget">
      <p class="home-budget-head">
        <span>{name}</span>
        <b data-tone={tone === 'bad' ? 'loss' : undefined}>{text}</b>
      </p>
      <Meter label={name} share={left ?? 0} text={text} tone={tone} />
      <p class="quiet home-note">
        {budget === null || left === null
          ? messages.noRequests
          : messages.budgetOf(format.percent(budget.objective), format.count(budget.bad), format.count(budget.total))}
      </p>
    </div>
  )
}

/** How much may still go wrong today before a promise is broken. */
export function BudgetCard(): JSX.Element {
  const messages = useMessages(homeMessages)
  const slo = useLive('slo')?.value
  return (
    <Card title={messages.budget} class="home-budgets">
      <div class="home-budget-lines">
        <BudgetLine name={messages.availability} budget={slo?.budgets.availability ?? null} />
        <BudgetLine name={messages.startInTime} budget={slo?.budgets.start ?? null} />
      </div>
    </Card>
  )
}
