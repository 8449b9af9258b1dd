import type { Request } from '../../api/request.ts'
import { createServiceContext } from '../context.ts'
import { createStore, type ReadableStore } from '../store.ts'
import { useStore } from '../use-store.ts'
import type { Session } from './session-document.ts'

/** What a dialog asks the person for. `expired`: their session has just ended. */
export type SessionPrompt = { readonly kind: 'sign-in' | 'step-up'; readonly expired: boolean }

export interface SessionService {
  /** `null` until the proxy has answered. */
  readonly current: ReadableStore<Session | null>
  /** The dialog that is open. */
  readonly openPrompt: ReadableStore<SessionPrompt | null>
  /** Reads the session anew. */
  load(): Promise<void>
  signIn(operator: string, password: string): Promise<void>
  stepUp(password: string): Promise<void>
  signOut(): Promise<void>
  /** Opens a dialog, or joins the one that is open; whether it ended in success. */
  prompt(prompt: SessionPrompt): Promise<boolean>
  /** Closes the dialog without success. */
  dismiss(): void
}

const PATH = '/api/session'

export function createSession(request: Request): SessionService {
  const current = createStore<Session | null>(null)
  const openPrompt = createStore<SessionPrompt | null>(null)
  let waiting: { readonly promise: Promise<boolean>; readonly resolve: (succeeded: boolean) => void } | null = null

  const settle = (succeeded: boolean): void => {
    openPrompt.set(null)
    const before = waiting
    waiting = null
    before?.resolve(succeeded)
  }
  const send = async (method: string, path: string, body: unknown): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    current.set((await request(path, { method, headers, body: JSON.stringify(body) })) as Session)
  }
  return {
    current,
    openPrompt,
    load: async () => current.set((await request(PATH)) as Session),
    signIn: async (operator, password) => {
      await send('POST', PATH, { operator, password })
      settle(true)
    },
    stepUp: async (password) => {
      await send('POST', `${PATH}/step-up`, { password })
      settle(true)
    },
    signOut: async () => current.set((await request(PATH, { method: 'DELETE' })) as Session),
    prompt: (wanted) => {
      if (waiting === null) {
        let resolve = (_succeeded: boolean): void => {}
        const promise = new Promise<boolean>((settled) => {
          resolve = settled
        })
        waiting = { promise, resolve }
        openPrompt.set(wanted)
      }
      return waiting.promise
    },
    dismiss: () => settle(false),
  }
}

export const { Provider: SessionProvider, use: useSessionService } =
  createServiceContext<SessionService>('useSessionService')

/** The session of the person at the page; `null` until it is known. */
export const useSession = (): Session | null => useStore(useSessionService().current)
