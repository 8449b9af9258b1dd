import type { JSX } from 'preact'
import type { Change } from '../../../api/documents.ts'
import { limitNames, nameOf } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { fractionOf, partsOf, type Subject, subjectOf, textOf } from '../shared/describe-change.ts'
import { type GuardrailsMessages, guardrailsMessages } from '../shared/messages.ts'

type Named = { readonly name: string; readonly of: string }

function namedOf(messages: GuardrailsMessages, limits: Readonly<Record<string, string>>, subject: Subject): Named {
  switch (subject.kind) {
    case 'strategy':
      return { name: subject.strategy, of: messages.isStrategy }
    case 'parameter':
      return { name: subject.parameter, of: messages.isParameter(subject.strategy) }
    case 'limit':
      return {
        name: nameOf(limits, subject.limit),
        of: messages.isLimit,
      }
    case 'other':
      return { name: subject.path, of: '' }
  }
}

/** What stands where there is no value: a strategy without approved parameters is free. */
const absent = (messages: GuardrailsMessages, { kind }: Subject): string =>
  kind === 'strategy' ? messages.free : messages.nothing

function Value(props: { readonly value: unknown; readonly absent: string }): JSX.Element {
  const parts = partsOf(props.value)
  if (props.value === undefined) return <span class="quiet">{props.absent}</span>
  if (parts.length === 0) return <code>{textOf(props.value)}</code>
  return (
    <>
      {parts.map(([name, text]) => (
        <span key={name} class="guardrails-part">
          {name} <code>{text}</code>
        </span>
      ))}
    </>
  )
}

function Kind({ change }: { readonly change: Change }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const format = useFormat()
  const fraction = change.kind === 'changed' ? fractionOf(change.from, change.to) : null
  if (fraction !== null) return <b>{format.signedPercent(fraction)}</b>
  return <span>{(Object.hasOwn(messages.kinds, change.kind) && messages.kinds[change.kind]) || change.kind}</span>
}

function ChangeRow({ change }: { readonly change: Change }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const subject = subjectOf(change.path)
  const { name, of } = namedOf(messages, useMessages(limitNames), subject)
  return (
    <li class="guardrails-change">
      <p class="guardrails-subject">
        <b>{name}</b> <small class="quiet">{of}</small>
      </p>
      <p class="guardrails-values">
        <span class="visually-hidden">{messages.from} </span>
        <del>
          <Value value={change.from} absent={absent(messages, subject)} />
        </del>
        <span aria-hidden="true">→</span>
        <span class="visually-hidden"> {messages.to} </span>
        <ins>
          <Value value={change.to} absent={absent(messages, subject)} />
        </ins>
      </p>
      <p class="guardrails-kind">
        <Kind change={change} />
      </p>
    </li>
  )
}

/** What a proposal changes, in words, and as JSON on request. */
export function DiffView(props: { readonly changes: readonly Change[] }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  return (
    <div class="guardrails-diff">
      <ul>
        {props.changes.map((change) => (
          <ChangeRow key={change.path} change={change} />
        ))}
      </ul>
      <details>
        <summary>{messages.rawJson}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse */}
        <pre tabIndex={0}>{JSON.stringify(props.changes, null, 2)}</pre>
      </details>
    </div>
  )
}
