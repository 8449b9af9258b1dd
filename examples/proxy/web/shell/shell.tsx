import type { JSX } from 'preact'
import { useCallback, useState } from 'preact/hooks'
import { useWords } from '../i18n/use-words.ts'
import { addressOf } from '../router/place.ts'
import { SessionDialogs } from '../session/session-dialogs.tsx'
import { AccountMenu } from './account-menu.tsx'
import { DeskStrip } from './desk-strip.tsx'
import { Footer } from './footer.tsx'
import { LanguageToggle } from './language-toggle.tsx'
import { Navigation } from './navigation.tsx'
import type { ShortcutSwitch } from './shortcut-switch.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { StaleBanner } from './stale-banner.tsx'
import { ThemeButton } from './theme-button.tsx'
import { Toasts } from './toasts.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import { ViewSlot } from './view-slot.tsx'
import { shellWords } from './words.ts'

const MAIN = 'main'

/** What is around every view. */
export function Shell({ shortcuts }: { readonly shortcuts: ShortcutSwitch }): JSX.Element {
  const words = useWords(shellWords)
  const [showsHelp, showHelp] = useState(false)
  const openHelp = useCallback(() => showHelp(true), [])
  useShortcuts(shortcuts, openHelp)
  return (
    <>
      <a class="skip" href={`#${MAIN}`}>
        {words.skip}
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
      <DeskStrip />
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
