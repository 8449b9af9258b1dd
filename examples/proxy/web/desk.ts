import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Api } from './api/client.ts'
import type { Language } from './i18n/words.ts'
import type { Live } from './live/live.ts'
import type { Router } from './router/router.ts'
import type { SessionKeeper } from './session/session.ts'
import type { Readable, Store } from './state/store.ts'
import type { Announcer } from './ui/announcer.ts'

/** Everything that a view may need, made once in `main.tsx`. */
export type Desk = {
  readonly api: Api
  readonly session: SessionKeeper
  readonly live: Live
  readonly router: Router
  readonly language: Store<Language>
  /** The time, in whole seconds; see `useNow`. */
  readonly ticker: Readable<number>
  readonly announcer: Announcer
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('useDesk: there is no DeskContext around this component')
  return desk
}
