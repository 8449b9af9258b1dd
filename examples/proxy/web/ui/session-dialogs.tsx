import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { toApiError } from '../api/errors.ts'
import { useMessages } from '../i18n/use-messages.ts'
import { useSessionService } from '../state/session/session.ts'
import { useStore } from '../state/use-store.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { sessionMessages } from './session-messages.ts'
import { TextField } from './text-field.tsx'

type Fields = Readonly<Record<'operator' | 'password', string>>

const WRONG = 'urn:tezgah:problem:wrong-credentials'

/** Sends what was typed and keeps the refusal. */
function useSubmit(send: () => Promise<void>, isWhole: boolean) {
  const messages = useMessages(sessionMessages)
  const [state, setState] = useState({ isBusy: false, wasTried: false, error: '' })
  const submit = (event: Event): void => {
    event.preventDefault()
    setState({ isBusy: isWhole, wasTried: true, error: '' })
    if (!isWhole) return
    send().catch((cause: unknown) => {
      const error = toApiError(cause)
      setState({ isBusy: false, wasTried: true, error: error.type === WRONG ? messages.wrong : error.message })
    })
  }
  return { ...state, submit }
}

function SignInForm({ lead }: { readonly lead: string }): JSX.Element {
  const session = useSessionService()
  const messages = useMessages(sessionMessages)
  const [fields, setFields] = useState<Fields>({ operator: '', password: '' })
  const isWhole = fields.operator !== '' && fields.password !== ''
  const { submit, isBusy, wasTried, error } = useSubmit(() => session.signIn(fields.operator, fields.password), isWhole)
  const missing = (text: string): string | undefined => (wasTried && text === '' ? messages.missing : undefined)
  return (
    <form onSubmit={submit} noValidate>
      <p class="quiet">{lead}</p>
      <TextField
        id="session-operator"
        label={messages.operatorField}
        autocomplete="username"
        value={fields.operator}
        error={missing(fields.operator)}
        onValue={(operator) => setFields({ ...fields, operator })}
      />
      <TextField
        id="session-password"
        label={messages.passwordField}
        type="password"
        autocomplete="current-password"
        value={fields.password}
        error={missing(fields.password) ?? (error || undefined)}
        onValue={(password) => setFields({ ...fields, password })}
      />
      <Actions confirm={messages.signIn} isBusy={isBusy} />
    </form>
  )
}

function StepUpForm(): JSX.Element {
  const session = useSessionService()
  const messages = useMessages(sessionMessages)
  const [password, setPassword] = useState('')
  const { submit, isBusy, wasTried, error } = useSubmit(() => session.stepUp(password), password !== '')
  return (
    <form onSubmit={submit} noValidate>
      <p class="quiet">{messages.stepUpLead}</p>
      <TextField
        id="session-password"
        label={messages.passwordField}
        type="password"
        autocomplete="current-password"
        value={password}
        error={wasTried && password === '' ? messages.missing : error || undefined}
        onValue={setPassword}
      />
      <Actions confirm={messages.confirm} isBusy={isBusy} />
    </form>
  )
}

function Actions({ confirm, isBusy }: { readonly confirm: string; readonly isBusy: boolean }): JSX.Element {
  const session = useSessionService()
  return (
    <div class="dialog-actions">
      <Button onClick={session.dismiss}>{useMessages(sessionMessages).cancel}</Button>
      <Button type="submit" kind="primary" busy={isBusy}>
        {confirm}
      </Button>
    </div>
  )
}

/** The dialog that a request is waiting for, if there is one. */
export function SessionDialogs(): JSX.Element | null {
  const session = useSessionService()
  const messages = useMessages(sessionMessages)
  const prompt = useStore(session.openPrompt)
  if (prompt === null) return null
  const isSignIn = prompt.kind === 'sign-in'
  return (
    <Dialog key={prompt.kind} title={isSignIn ? messages.signInTitle : messages.stepUpTitle} onClose={session.dismiss}>
      {isSignIn ? <SignInForm lead={prompt.expired ? messages.signInExpired : messages.signInLead} /> : <StepUpForm />}
    </Dialog>
  )
}
