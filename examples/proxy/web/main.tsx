import { systemClock, systemTimers } from '@tezgah/core/clock'
import { render } from 'preact'
import { createApi } from './api/client.ts'
import { createRequest } from './api/request.ts'
import { Shell } from './app/shell.tsx'
import { createShortcutSwitch } from './app/shortcut-switch.ts'
import { loadView } from './app/view-slot.tsx'
import { ApiProvider } from './state/api.ts'
import { ClockProvider, createClock } from './state/clock.ts'
import { createLanguage, LanguageProvider } from './state/language.ts'
import { createLive } from './state/live/live.ts'
import { LiveProvider } from './state/live/use-live.ts'
import { createNotifications, NotificationsProvider } from './state/notifications.ts'
import { createRouter, RouterProvider } from './state/router.ts'
import { createSession, SessionProvider } from './state/session/session.ts'
import { withSession } from './state/session/with-session.ts'

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app element')

const router = createRouter(window)
const { route } = router.location.get()
// A failure is reported where the view is drawn.
if (route !== null) loadView(route).catch(() => undefined)

const request = createRequest((path, init) => fetch(path, init))
const session = createSession(request)
const live = createLive({
  open: (address) => new EventSource(address),
  // The stream and its reads open no sign-in dialog; the page says that signing in would help.
  request,
  clock: systemClock,
  timers: systemTimers,
  random: Math.random,
  report: (error) => console.error(error),
})

/** Where nothing may be seen without signing in, the page begins with the dialog for that. */
async function begin(): Promise<void> {
  await session.load()
  if (session.current.get()?.operator === null) await session.prompt({ kind: 'sign-in', expired: false })
}

// A session that cannot be read is asked for again by the first request that needs it.
begin().catch(() => undefined)
session.current.subscribe(() => live.retryNow())
addEventListener('online', () => live.retryNow())
live.start()

render(
  <ApiProvider value={createApi(withSession(request, session))}>
    <SessionProvider value={session}>
      <LiveProvider value={live}>
        <RouterProvider value={router}>
          <LanguageProvider value={createLanguage()}>
            <ClockProvider value={createClock(systemClock)}>
              <NotificationsProvider value={createNotifications(systemTimers)}>
                <Shell shortcuts={createShortcutSwitch(localStorage)} />
              </NotificationsProvider>
            </ClockProvider>
          </LanguageProvider>
        </RouterProvider>
      </LiveProvider>
    </SessionProvider>
  </ApiProvider>,
  root,
)
