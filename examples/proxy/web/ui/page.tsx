import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useRouter } from '../state/router.ts'

/** A view: its heading, which takes the focus when the person came here from another view, and its title in the tab. */
export function Page(props: {
  readonly title: string
  /** One sentence under the heading. */
  readonly lead?: ComponentChildren
  readonly actions?: ComponentChildren
  readonly children: ComponentChildren
}): JSX.Element {
  const router = useRouter()
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    if (router.hasMoved()) heading.current?.focus({ preventScroll: true })
  }, [router])
  useEffect(() => {
    document.title = `${props.title} · Tezgah`
  }, [props.title])
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.lead !== undefined && <p class="quiet">{props.lead}</p>}
        </div>
        {props.actions !== undefined && <div class="page-actions">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  )
}
