import type { Request } from '../api/request.ts'
import { createStore, type Readable } from '../state/store.ts'
import { readSession, type Session } from './read-session.ts'

/** What the page asks the person for. `expired`: they were signed in until a moment ago. */
export type Prompt = { readonly kind: 'sign-in' | 'step-up'; readonly expired: boolean }

export interface SessionKeeper {
  /** `null` until the proxy has said. */
  readonly session: Readable<Session | null>
  /** The dialog that is open. */
  readonly prompt: Readable<Prompt | null>
  /** Reads the session anew. */
  load(): Promise<void>
  signIn(operator: string, password: string): Promise<void>
  stepUp(password: string): Promise<void>
  signOut(): Promise<void>
  /** Opens a dialog, or joins the one that is open; whether it ended in success. */
  demand(prompt: Prompt): Promise<boolean>
  /** The person closed the dialog. */
  giveUp(): void
}

const PATH = '/api/session'

export function createSession(request: Request): SessionKeeper {
  const session = createStore<Session | null>(null)
  const prompt = createStore<Prompt | null>(null)
  let waiting: { readonly promise: Promise<boolean>; readonly resolve: (succeeded: boolean) => void } | null = null

  const settle = (succeeded: boolean): void => {
    prompt.set(null)
    const before = waiting
    waiting = null
    before?.resolve(succeeded)
  }
  const send = async (method: string, path: string, body: unknown): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    session.set(readSession(await request(path, { method, headers, body: JSON.stringify(body) })))
  }
  return {
    session,
    prompt,
    load: async () => session.set(readSession(await request(PATH))),
    signIn: async (operator, password) => {
      await send('POST', PATH, { operator, password })
      settle(true)
    },
    stepUp: async (password) => {
      await send('POST', `${PATH}/step-up`, { password })
      settle(true)
    },
    signOut: async () => session.set(readSession(await request(PATH, { method: 'DELETE' }))),
    demand: (wanted) => {
      if (waiting === null) {
        let resolve = (_succeeded: boolean): void => {}
        const promise = new Promise<boolean>((settled) => {
          resolve = settled
        })
        waiting = { promise, resolve }
        prompt.set(wanted)
      }
      return waiting.promise
    },
    giveUp: () => settle(false),
  }
}
