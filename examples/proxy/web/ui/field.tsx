import type { ComponentChildren, JSX } from 'preact'

/** What ties a control to its label, its hint and its error. */
export type ControlAttributes = {
  readonly id: string
  readonly 'aria-describedby': string
  readonly 'aria-invalid': boolean
}

/** A label, a control, and the line under it, which keeps its height so that an error moves nothing. */
export function Field(props: {
  readonly id: string
  readonly label: ComponentChildren
  readonly hint: ComponentChildren
  readonly error: string | undefined
  readonly control: (attributes: ControlAttributes) => JSX.Element
}): JSX.Element {
  const note = `${props.id}-note`
  return (
    <div class="field" data-invalid={props.error !== undefined}>
      <label for={props.id}>{props.label}</label>
      {props.control({ id: props.id, 'aria-describedby': note, 'aria-invalid': props.error !== undefined })}
      <p id={note} class={props.error === undefined ? 'hint' : 'hint error'}>
        {props.error ?? props.hint}
      </p>
    </div>
  )
}
