import type { JSX } from 'preact'
import { useCallback, useState } from 'preact/hooks'
import { useMessages } from '../i18n/use-messages.ts'
import { addressOf } from '../state/location.ts'
import { SessionDialogs } from '../ui/session-dialogs.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Footer } from './footer.tsx'
import { LanguageToggle } from './language-toggle.tsx'
import { shellMessages } from './messages.ts'
import { Navigation } from './navigation.tsx'
import type { ShortcutSwitch } from './shortcut-switch.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { StaleBanner } from './stale-banner.tsx'
import { StatusBar } from './status-bar.tsx'
import { ThemeButton } from './theme-button.tsx'
import { Toasts } from './toasts.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import { ViewSlot } from './view-slot.tsx'

const MAIN = 'main'

/** What is around every view. */
export function Shell({ shortcuts }: { readonly shortcuts: ShortcutSwitch }): JSX.Element {
  const messages = useMessages(shellMessages)
  const [showsHelp, showHelp] = useState(false)
  const openHelp = useCallback(() => showHelp(true), [])
  useShortcuts(shortcuts, openHelp)
  return (
    <>
      <a class="skip" href={`#${MAIN}`}>
        {messages.skip}
      </a>
      <header class="bar">
        <a class="brand" href={addressOf('home')}>
          <img src="/favicon.svg" alt="" width="24" height="24" />
          <span>Tezgah</span>
        </a>
        <Navigation />
        <LanguageToggle />
        <ThemeButton />
        <AccountMenu shortcuts={shortcuts} onHelp={openHelp} />
      </header>
      <StatusBar />
      <main id={MAIN} tabIndex={-1}>
        <ViewSlot />
      </main>
      <Footer />
      <StaleBanner />
      <Toasts />
      <SessionDialogs />
      {showsHelp && <ShortcutsDialog onClose={() => showHelp(false)} />}
    </>
  )
}
