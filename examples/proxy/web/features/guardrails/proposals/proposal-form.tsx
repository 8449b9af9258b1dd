import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Approved, Strategy } from '../../../api/documents.ts'
import { limitNames } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useApi } from '../../../state/api.ts'
import { useNotifications } from '../../../state/notifications.ts'
import { Button } from '../../../ui/button.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useApplyLocal } from '../shared/apply-local.ts'
import { differences } from '../shared/describe-change.ts'
import { lifetimeChoices, PROPOSAL_LIFETIMES } from '../shared/lifetimes.ts'
import { guardrailsMessages } from '../shared/messages.ts'
import { Problem } from '../shared/problem.tsx'
import { ReasonField, reasonError } from '../shared/reason-field.tsx'
import { useChange } from '../shared/use-change.ts'
import { DiffView } from './diff-view.tsx'
import { type Draft, type DraftReading, draftOf, fieldsOf, freshTexts, readDraft } from './proposal-draft.ts'
import { rangeText } from './range-text.ts'
import { StrategyFields } from './strategy-fields.tsx'

type Props = {
  readonly approved: Approved
  readonly strategies: readonly Strategy[]
  /** The proposal that is amended, with what it asks for now. */
  readonly amends: { readonly id: string; readonly target: Approved; readonly reason: string } | null
  readonly onClose: () => void
}

type Part = { readonly draft: Draft; readonly change: (part: Partial<Draft>) => void }

function StrategiesPart(
  props: Part & { readonly strategies: readonly Strategy[]; readonly errorOf: (path: string) => string | undefined },
): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const { draft, change, strategies } = props
  const listed = Object.entries(draft.strategies)
  const put = (name: string, texts: Readonly<Record<string, string>>): void =>
    change({ strategies: { ...draft.strategies, [name]: texts } })
  const add = (name: string): void => {
    const strategy = strategies.find((one) => one.name === name)
    if (strategy !== undefined) put(name, freshTexts(strategy))
  }
  const remove = (name: string): void =>
    change({ strategies: Object.fromEntries(listed.filter(([other]) => other !== name)) })
  const free = strategies.filter(({ name }) => !Object.hasOwn(draft.strategies, name))
  return (
    <div class="guardrails-form-part">
      <h3>{messages.strategies}</h3>
      <p class="quiet guardrails-note">{listed.length === 0 ? messages.noneListed : messages.strategiesLead}</p>
      {listed.map(([name, texts]) => (
        <StrategyFields
          key={name}
          name={name}
          fields={strategies.some((one) => one.name === name) ? fieldsOf(strategies, name) : null}
          texts={texts}
          errorOf={props.errorOf}
          onTexts={(next) => put(name, next)}
          onRemove={() => remove(name)}
        />
      ))}
      {free.length > 0 && (
        <SelectField
          id="proposal-add"
          label={messages.addStrategy}
          value=""
          choices={[['', messages.chooseStrategy], ...free.map(({ name }) => [name, name] as const)]}
          onValue={add}
        />
      )}
    </div>
  )
}

function LimitsPart(props: Part & { readonly errorOf: (path: string) => string | undefined }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const limits = useMessages(limitNames)
  const { draft, change, errorOf } = props
  return (
    <div class="guardrails-form-part">
      <h3>{messages.limitsOfForm}</h3>
      <div class="guardrails-pair">
        <TextField
          id="proposal-drawdown"
          label={limits.maxDrawdownPct}
          value={draft.maxDrawdownPct}
          hint={messages.drawdownHint}
          error={errorOf('target.limits.maxDrawdownPct')}
          onValue={(maxDrawdownPct) => change({ maxDrawdownPct })}
        />
        <TextField
          id="proposal-notional"
          label={limits.maxNotional}
          value={draft.maxNotional}
          hint={messages.notionalHint}
          error={errorOf('target.limits.maxNotional')}
          onValue={(maxNotional) => change({ maxNotional })}
        />
      </div>
    </div>
  )
}

function Preview(props: { readonly approved: Approved; readonly reading: DraftReading }): JSX.Element | null {
  const messages = useMessages(guardrailsMessages)
  if (!props.reading.ok) return null
  const changes = differences(props.approved, props.reading.target)
  return (
    <div class="guardrails-form-part">
      <h3>{messages.whatChanges}</h3>
      {changes.length === 0 ? <p class="quiet">{messages.nothingChanges}</p> : <DiffView changes={changes} />}
    </div>
  )
}

/** The error of a field: of the page's own check after a first submit, or of the executor. */
function useErrors(reading: DraftReading, wasTried: boolean, draft: Draft) {
  const messages = useMessages(guardrailsMessages)
  return (path: string): string | undefined => {
    const problem = reading.ok || !wasTried ? undefined : reading.problems[path]
    if (problem === undefined) return undefined
    if (problem.kind === 'missing') return messages.missing
    if (problem.field !== null) return messages.mustBe(rangeText(messages, problem.field), textAt(draft, path))
    return path.endsWith('maxNotional') ? messages.notionalHint : messages.drawdownHint
  }
}

function textAt({ strategies }: Draft, path: string): string {
  const found = Object.entries(strategies).find(([name]) => path.startsWith(`target.strategies.${name}.`))
  return found === undefined ? '' : (found[1][path.slice(`target.strategies.${found[0]}.`.length)] ?? '')
}

/** Proposes what shall be approved, filled in with what is; what it changes is shown before it is sent. */
export function ProposalForm({ approved, strategies, amends, onClose }: Props): JSX.Element {
  const api = useApi()
  const notifications = useNotifications()
  const messages = useMessages(guardrailsMessages)
  const format = useFormat()
  const learn = useApplyLocal()
  const { isBusy, error, run } = useChange()
  const [base] = useState(amends?.target ?? approved)
  const [draft, setDraft] = useState<Draft>(() => ({ ...draftOf(base), reason: amends?.reason ?? '' }))
  const [tries, setTries] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const reading = readDraft(draft, base, strategies)
  const errorOf = useErrors(reading, tries > 0, draft)
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part })
  useLayoutEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (tries > 0) wrong?.focus()
    else form.current?.querySelector<HTMLElement>('h2')?.focus()
  }, [tries])
  const submit = (event: Event): void => {
    event.preventDefault()
    setTries(tries + 1)
    if (!reading.ok || reasonError(messages, draft.reason, format.count) !== undefined) return
    const body = { target: reading.target, reason: draft.reason, expiresAt: Date.now() + Number(draft.lifetime) }
    run(
      () =>
        amends === null
          ? api.post('/proposals', { body })
          : api.post('/proposals/{id}/amend', { path: { id: amends.id }, body }),
      (proposal) => {
        learn.proposal(proposal)
        notifications.toast(amends === null ? messages.sent : messages.amended, 'good')
        onClose()
      },
    )
  }
  return (
    <form ref={form} class="guardrails-form" onSubmit={submit} noValidate aria-labelledby="proposal-form-title">
      <h2 id="proposal-form-title" tabIndex={-1}>
        {amends === null ? messages.formNew : messages.formAmend}
      </h2>
      {amends !== null && <p class="quiet">{messages.formAmendLead}</p>}
      <StrategiesPart draft={draft} change={change} strategies={strategies} errorOf={errorOf} />
      <LimitsPart draft={draft} change={change} errorOf={errorOf} />
      <Preview approved={approved} reading={reading} />
      <div class="guardrails-form-part">
        <ReasonField
          id="proposal-reason"
          value={draft.reason}
          wasTried={tries > 0}
          onValue={(reason) => change({ reason })}
        />
        <SelectField
          id="proposal-lifetime"
          label={messages.expires}
          value={draft.lifetime}
          choices={lifetimeChoices(PROPOSAL_LIFETIMES, format)}
          onValue={(lifetime) => change({ lifetime })}
        />
      </div>
      <Problem error={error} />
      <div class="dialog-actions">
        <Button onClick={onClose}>{messages.cancel}</Button>
        <Button type="submit" kind="primary" busy={isBusy}>
          {amends === null ? messages.send : messages.sendAmended}
        </Button>
      </div>
    </form>
  )
}
