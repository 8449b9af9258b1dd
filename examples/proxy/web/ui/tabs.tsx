import type { ComponentChildren, JSX } from 'preact'
import { useId, useRef } from 'preact/hooks'

export type Tab = { readonly id: string; readonly label: ComponentChildren }

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 }

/** Tabs as the ARIA practices describe them: arrows, Home and End move; the panel of the chosen one is drawn. */
export function Tabs(props: {
  readonly label: string
  readonly tabs: readonly Tab[]
  readonly chosen: string
  readonly onChoose: (id: string) => void
  readonly children: ComponentChildren
}): JSX.Element {
  const prefix = useId()
  const list = useRef<HTMLDivElement>(null)
  const index = props.tabs.findIndex(({ id }) => id === props.chosen)
  const choose = (next: number): void => {
    const tab = props.tabs.at(next % props.tabs.length)
    if (tab === undefined) return
    props.onChoose(tab.id)
    list.current?.querySelector<HTMLElement>(`#${prefix}-${tab.id}`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (step === undefined && event.key !== 'Home' && event.key !== 'End') return
    event.preventDefault()
    choose(event.key === 'Home' ? 0 : event.key === 'End' ? props.tabs.length - 1 : index + (step ?? 0))
  }
  return (
    <>
      <div ref={list} class="tabs" role="tablist" aria-label={props.label} onKeyDown={onKeyDown}>
        {props.tabs.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${prefix}-${id}`}
            aria-selected={id === props.chosen}
            aria-controls={`${prefix}-panel`}
            tabIndex={id === props.chosen ? 0 : -1}
            onClick={() => props.onChoose(id)}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${prefix}-panel`} aria-labelledby={`${prefix}-${props.chosen}`}>
        {props.children}
      </div>
    </>
  )
}
