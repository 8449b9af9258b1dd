import type { JSX } from 'preact'
import { useDesk } from '../desk.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import type { Session } from '../session/read-session.ts'
import { useSession } from '../session/use-session.ts'
import { all, useReadable } from '../state/use-readable.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { ShortcutSwitch } from './shortcut-switch.ts'
import { shellWords } from './words.ts'

const PANEL = 'account-panel'
const hidePanel = (): void => document.getElementById(PANEL)?.hidePopover()

function Identity({ session }: { readonly session: Session | null }): JSX.Element {
  const words = useWords(shellWords)
  const format = useFormat()
  const operator = session?.operator
  if (!session || !operator) return <p class="quiet">{words.nobody}</p>
  const { expiresAt } = session
  return (
    <div>
      <p class="account-name">
        <b>{operator.id}</b> <span class="quiet">{words.roles[operator.role]}</span>
      </p>
      <p class="quiet">
        {operator.signedIn && expiresAt !== null ? words.signedInUntil(format.clock(expiresAt)) : words.localMode}
      </p>
    </div>
  )
}

function SignInOrOut({ session }: { readonly session: Session | null }): JSX.Element {
  const { session: keeper, announcer } = useDesk()
  const words = useWords(shellWords)
  const leave = (): void => {
    hidePanel()
    keeper.signOut().then(
      () => announcer.show(words.signedOut),
      (error: Error) => announcer.show(error.message, 'bad'),
    )
  }
  const enter = (): void => {
    hidePanel()
    void keeper.demand({ kind: 'sign-in', expired: false })
  }
  if (session?.operator?.signedIn) return <Button onClick={leave}>{words.signOut}</Button>
  return <Button onClick={enter}>{session?.operator ? words.signInAsOther : words.signIn}</Button>
}

/** Who acts here, and what they have set for themselves. */
export function AccountMenu(props: { readonly shortcuts: ShortcutSwitch; readonly onHelp: () => void }): JSX.Element {
  const words = useWords(shellWords)
  const session = useSession()
  const areOn = useReadable(props.shortcuts.areOn, all)
  const name = session?.operator?.id ?? words.nobody
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
        aria-label={`${words.account}: ${name}`}
        title={words.account}
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
          <span>{words.shortcutsOn}</span>
        </label>
        <p class="quiet">{words.shortcutsNote}</p>
        <Button kind="quiet" onClick={help}>
          {words.shortcuts}
        </Button>
      </div>
    </>
  )
}
