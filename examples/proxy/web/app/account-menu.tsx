import type { JSX } from 'preact'
import { roleNames } from '../i18n/contract-names.ts'
import { useFormat, useMessages } from '../i18n/use-messages.ts'
import { useNotifications } from '../state/notifications.ts'
import { useSession, useSessionService } from '../state/session/session.ts'
import type { Session } from '../state/session/session-document.ts'
import { useStore } from '../state/use-store.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { shellMessages } from './messages.ts'
import type { ShortcutSwitch } from './shortcut-switch.ts'

const PANEL = 'account-panel'
const hidePanel = (): void => document.getElementById(PANEL)?.hidePopover()

function Identity({ session }: { readonly session: Session | null }): JSX.Element {
  const messages = useMessages(shellMessages)
  const roles = useMessages(roleNames)
  const format = useFormat()
  const operator = session?.operator
  if (!session || !operator) return <p class="quiet">{messages.signedOutName}</p>
  const { expiresAt } = session
  return (
    <div>
      <p class="account-name">
        <b>{operator.id}</b> <span class="quiet">{roles[operator.role]}</span>
      </p>
      <p class="quiet">
        {operator.signedIn && expiresAt !== null ? messages.signedInUntil(format.clock(expiresAt)) : messages.localMode}
      </p>
    </div>
  )
}

function SignInOrOut({ session }: { readonly session: Session | null }): JSX.Element {
  const keeper = useSessionService()
  const notifications = useNotifications()
  const messages = useMessages(shellMessages)
  const leave = (): void => {
    hidePanel()
    keeper.signOut().then(
      () => notifications.toast(messages.signedOut),
      (error: Error) => notifications.toast(error.message, 'bad'),
    )
  }
  const enter = (): void => {
    hidePanel()
    void keeper.prompt({ kind: 'sign-in', expired: false })
  }
  if (session?.operator?.signedIn) return <Button onClick={leave}>{messages.signOut}</Button>
  return <Button onClick={enter}>{session?.operator ? messages.signInAsOther : messages.signIn}</Button>
}

/** Who acts here, and what they have set for themselves. */
export function AccountMenu(props: { readonly shortcuts: ShortcutSwitch; readonly onHelp: () => void }): JSX.Element {
  const messages = useMessages(shellMessages)
  const session = useSession()
  const areOn = useStore(props.shortcuts.areOn)
  const name = session?.operator?.id ?? messages.signedOutName
  const help = (): void => {
    hidePanel()
    props.onHelp()
  }
  return (
    <>
      <button
        type="button"
        class="account-button"
        popovertarget={PANEL}
        aria-label={`${messages.account}: ${name}`}
        title={messages.account}
      >
        <Icon name="person" />
        <span class="account-label" aria-hidden="true">
          {session === null ? '' : name}
        </span>
      </button>
      <div id={PANEL} class="account-panel" popover="auto">
        <Identity session={session} />
        <SignInOrOut session={session} />
        <hr />
        <label class="check">
          <input
            type="checkbox"
            checked={areOn}
            onChange={(event) => props.shortcuts.set(event.currentTarget.checked)}
          />
          <span>{messages.shortcutsOn}</span>
        </label>
        <p class="quiet">{messages.shortcutsNote}</p>
        <Button kind="quiet" onClick={help}>
          {messages.shortcuts}
        </Button>
      </div>
    </>
  )
}
