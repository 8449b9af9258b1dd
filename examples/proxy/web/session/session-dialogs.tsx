import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { toApiError } from '../api/api-error.ts'
import { useDesk } from '../desk.ts'
import { useWords } from '../i18n/use-words.ts'
import { shellWords } from '../shell/words.ts'
import { all, useReadable } from '../state/use-readable.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'

type Fields = Readonly<Record<'operator' | 'password', string>>

const WRONG = 'urn:tezgah:problem:wrong-credentials'

/** Sends what was typed and keeps the refusal. */
function useSubmit(send: () => Promise<void>, isWhole: boolean) {
  const words = useWords(shellWords)
  const [state, setState] = useState({ isBusy: false, wasTried: false, error: '' })
  const submit = (event: Event): void => {
    event.preventDefault()
    setState({ isBusy: isWhole, wasTried: true, error: '' })
    if (!isWhole) return
    send().catch((cause: unknown) => {
      const error = toApiError(cause)
      setState({ isBusy: false, wasTried: true, error: error.type === WRONG ? words.wrong : error.message })
    })
  }
  return { ...state, submit }
}

function SignInForm({ lead }: { readonly lead: string }): JSX.Element {
  const { session } = useDesk()
  const words = useWords(shellWords)
  const [fields, setFields] = useState<Fields>({ operator: '', password: '' })
  const isWhole = fields.operator !== '' && fields.password !== ''
  const { submit, isBusy, wasTried, error } = useSubmit(() => session.signIn(fields.operator, fields.password), isWhole)
  const missing = (text: string): string | undefined => (wasTried && text === '' ? words.missing : undefined)
  return (
    <form onSubmit={submit} noValidate>
      <p class="quiet">{lead}</p>
      <TextField
        id="session-operator"
        label={words.operatorField}
        autocomplete="username"
        value={fields.operator}
        error={missing(fields.operator)}
        onValue={(operator) => setFields({ ...fields, operator })}
      />
      <TextField
        id="session-password"
        label={words.passwordField}
        type="password"
        autocomplete="current-password"
        value={fields.password}
        error={missing(fields.password) ?? (error || undefined)}
        onValue={(password) => setFields({ ...fields, password })}
      />
      <Actions confirm={words.signIn} isBusy={isBusy} />
    </form>
  )
}

function StepUpForm(): JSX.Element {
  const { session } = useDesk()
  const words = useWords(shellWords)
  const [password, setPassword] = useState('')
  const { submit, isBusy, wasTried, error } = useSubmit(() => session.stepUp(password), password !== '')
  return (
    <form onSubmit={submit} noValidate>
      <p class="quiet">{words.stepUpLead}</p>
      <TextField
        id="session-password"
        label={words.passwordField}
        type="password"
        autocomplete="current-password"
        value={password}
        error={wasTried && password === '' ? words.missing : error || undefined}
        onValue={setPassword}
      />
      <Actions confirm={words.confirm} isBusy={isBusy} />
    </form>
  )
}

function Actions({ confirm, isBusy }: { readonly confirm: string; readonly isBusy: boolean }): JSX.Element {
  const { session } = useDesk()
  return (
    <div class="dialog-actions">
      <Button onClick={session.giveUp}>{useWords(shellWords).cancel}</Button>
      <Button type="submit" kind="primary" busy={isBusy}>
        {confirm}
      </Button>
    </div>
  )
}

/** The dialog that a request is waiting for, if there is one. */
export function SessionDialogs(): JSX.Element | null {
  const { session } = useDesk()
  const words = useWords(shellWords)
  const prompt = useReadable(session.prompt, all)
  if (prompt === null) return null
  const isSignIn = prompt.kind === 'sign-in'
  return (
    <Dialog key={prompt.kind} title={isSignIn ? words.signInTitle : words.stepUpTitle} onClose={session.giveUp}>
      {isSignIn ? <SignInForm lead={prompt.expired ? words.signInExpired : words.signInLead} /> : <StepUpForm />}
    </Dialog>
  )
}
