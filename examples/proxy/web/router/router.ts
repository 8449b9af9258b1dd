import { createStore, type Readable } from '../state/store.ts'
import { addressInPage, readLinkClick } from './link-click.ts'
import { movedTo, type Place, placeOf } from './place.ts'

export interface Router {
  readonly place: Readable<Place>
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
  const { history, location } = window
  const moved = movedTo(location)
  if (moved !== null) history.replaceState(null, '', moved)
  const place = createStore(placeOf(location))
  let hasMoved = false

  const look = (): void => {
    const next = placeOf(location)
    const last = place.get()
    if (next.path === last.path && next.query === last.query) return
    if (next.path !== last.path) hasMoved = true
    place.set(next)
  }
  const go = (address: string): void => {
    const { path } = place.get()
    history.pushState(null, '', address)
    look()
    if (place.get().path !== path) window.scrollTo(0, 0)
  }
  const onClick = (event: MouseEvent): void => {
    const click = readLinkClick(event)
    const address = click && addressInPage(click, location.href)
    if (address === null) return
    event.preventDefault()
    go(address)
  }

  window.addEventListener('popstate', look)
  window.addEventListener('click', onClick)
  return {
    place,
    go,
    replace: (address) => {
      history.replaceState(null, '', address)
      look()
    },
    hasMoved: () => hasMoved,
    close: () => {
      window.removeEventListener('popstate', look)
      window.removeEventListener('click', onClick)
    },
  }
}
