import { createServiceContext } from './context.ts'
import { addressInPage, readLinkClick } from './link-click.ts'
import { movedTo, type PageLocation, parseLocation } from './location.ts'
import { createStore, type ReadableStore } from './store.ts'
import { useStore } from './use-store.ts'

export interface Router {
  readonly location: ReadableStore<PageLocation>
  /** Goes to an address of this page, as a new entry of the history. */
  go(address: string): void
  /** The same without a new entry: Back does not lead here. */
  replace(address: string): void
  /** Whether anything but the first view has been shown: only then does a new view take the focus. */
  hasMoved(): boolean
  close(): void
}

type Window = Pick<typeof globalThis, 'history' | 'location' | 'addEventListener' | 'removeEventListener' | 'scrollTo'>

/** Follows the address bar, and every click on a plain link inside the page. */
export function createRouter(window: Window): Router {
  const { history } = window
  const moved = movedTo(window.location)
  if (moved !== null) history.replaceState(null, '', moved)
  const location = createStore(parseLocation(window.location))
  let hasMoved = false

  const update = (): void => {
    const next = parseLocation(window.location)
    const last = location.get()
    if (next.path === last.path && next.query === last.query) return
    if (next.path !== last.path) hasMoved = true
    location.set(next)
  }
  const go = (address: string): void => {
    const { path } = location.get()
    history.pushState(null, '', address)
    update()
    if (location.get().path !== path) window.scrollTo(0, 0)
  }
  const onClick = (event: MouseEvent): void => {
    const click = readLinkClick(event)
    const address = click && addressInPage(click, window.location.href)
    if (address === null) return
    event.preventDefault()
    go(address)
  }

  window.addEventListener('popstate', update)
  window.addEventListener('click', onClick)
  return {
    location,
    go,
    replace: (address) => {
      history.replaceState(null, '', address)
      update()
    },
    hasMoved: () => hasMoved,
    close: () => {
      window.removeEventListener('popstate', update)
      window.removeEventListener('click', onClick)
    },
  }
}

export const { Provider: RouterProvider, use: useRouter } = createServiceContext<Router>('useRouter')

export const useLocation = (): PageLocation => useStore(useRouter().location)

/** One parameter of the address, or null. */
export const useQuery = (name: string): string | null => new URLSearchParams(useLocation().query).get(name)
