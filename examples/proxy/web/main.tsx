import { render } from 'preact'
import { createApi } from './api/client.ts'
import { createRequest } from './api/request.ts'
import { createTicker } from './clock/ticker.ts'
import { DeskContext } from './desk.ts'
import { createLanguage } from './i18n/language.ts'
import { createLive } from './live/live.ts'
import { createRouter } from './router/router.ts'
import { createSession } from './session/session.ts'
import { withSession } from './session/with-session.ts'
import { Shell } from './shell/shell.tsx'
import { createShortcutSwitch } from './shell/shortcut-switch.ts'
import { loadView } from './shell/view-slot.tsx'
import { createAnnouncer } from './ui/announcer.ts'

function later(delayMs: number, action: () => void): () => void {
  const timer = setTimeout(action, delayMs)
  return () => clearTimeout(timer)
}

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app element')

const router = createRouter(window)
const { route } = router.place.get()
// What fails here is told where the view is drawn.
if (route !== null) loadView(route).catch(() => undefined)

const request = createRequest((path, init) => fetch(path, init))
const session = createSession(request)
const live = createLive({
  open: (address) => new EventSource(address),
  // The stream and what it reads ask nobody to sign in; the page says that it would help.
  request,
  now: Date.now,
  random: Math.random,
  later,
  report: (error) => console.error(error),
})
const desk = {
  api: createApi(withSession(request, session)),
  session,
  live,
  router,
  language: createLanguage(),
  ticker: createTicker(Date.now),
  announcer: createAnnouncer(later),
}

/** Where nothing may be seen without signing in, the page begins with that. */
async function begin(): Promise<void> {
  await session.load()
  if (session.session.get()?.operator === null) await session.demand({ kind: 'sign-in', expired: false })
}

// A session that cannot be read is asked for again by the first request that needs it.
begin().catch(() => undefined)
session.session.subscribe(() => live.retryNow())
addEventListener('online', () => live.retryNow())
live.start()

render(
  <DeskContext.Provider value={desk}>
    <Shell shortcuts={createShortcutSwitch(localStorage)} />
  </DeskContext.Provider>,
  root,
)
