import { Component, type ComponentChildren, type ComponentType, type JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useMessages } from '../i18n/use-messages.ts'
import type { RouteName } from '../routes.ts'
import { addressOf } from '../state/location.ts'
import { useLocation } from '../state/router.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { shellMessages } from './messages.ts'
import { VIEWS } from './views.ts'

type Loaded = { readonly route: RouteName; readonly View: ComponentType | null }

const loaded = new Map<RouteName, ComponentType>()

/** Begins to load a view before anything is drawn. */
export async function loadView(route: RouteName): Promise<ComponentType> {
  const { default: View } = await VIEWS[route]()
  loaded.set(route, View)
  return View
}

/** `undefined` while the chunk is on its way, `null` when it did not come. */
function useView(route: RouteName): ComponentType | null | undefined {
  const [known, setKnown] = useState<Loaded | null>(null)
  useEffect(() => {
    let isCurrent = true
    const show = (View: ComponentType | null): void => void (isCurrent && setKnown({ route, View }))
    // The view may have loaded between drawing and this effect.
    const known = loaded.get(route)
    if (known !== undefined) show(known)
    else loadView(route).then(show, () => show(null))
    return () => {
      isCurrent = false
    }
  }, [route])
  return loaded.get(route) ?? (known?.route === route ? known.View : undefined)
}

function Reload({ title, children }: { readonly title: string; readonly children: ComponentChildren }): JSX.Element {
  const messages = useMessages(shellMessages)
  return (
    <Page title={title} lead={children}>
      <p>
        <Button onClick={() => location.reload()}>{messages.reload}</Button>
      </p>
    </Page>
  )
}

function ViewFailed({ message }: { readonly message: string }): JSX.Element {
  return <Reload title={useMessages(shellMessages).failedTitle}>{message}</Reload>
}

/** A view that throws takes nothing else of the page with it. */
class Boundary extends Component<{ readonly children: ComponentChildren }, { readonly error: Error | null }> {
  override state = { error: null }

  static override getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error }
  }

  override componentDidCatch(error: Error): void {
    console.error(error)
  }

  override render(): ComponentChildren {
    const error: Error | null = this.state.error
    return error === null ? this.props.children : <ViewFailed message={(error as Error).message} />
  }
}

function KnownView({ route }: { readonly route: RouteName }): JSX.Element {
  const messages = useMessages(shellMessages)
  const View = useView(route)
  if (View === undefined) return <Skeleton kind="view" />
  if (View === null) return <Reload title={messages.chunkTitle}>{messages.chunkLead}</Reload>
  return (
    <Boundary key={route}>
      <View />
    </Boundary>
  )
}

/** The view of the address, or the page for an unknown one. */
export function ViewSlot(): JSX.Element {
  const messages = useMessages(shellMessages)
  const { route, path } = useLocation()
  if (route !== null) return <KnownView route={route} />
  return (
    <Page title={messages.unknownTitle}>
      <Empty title={messages.unknownLead(path)} action={<a href={addressOf('home')}>{messages.unknownHome}</a>} />
    </Page>
  )
}
