import { useNotifications } from '../../../state/notifications.ts'
import { useSessionService } from '../../../state/session/session.ts'
import '../../../styles/upload.css'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Dataset } from '../../../api/documents.ts'
import { toApiError } from '../../../api/errors.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { withSession } from '../../../state/session/with-session.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { DropZone } from './drop-zone.tsx'
import { EMPTY_MANIFEST, MANIFEST_FIELDS, manifestErrors, mediaTypeOf, uploadPath, withFile } from './manifest.ts'
import { uploadMessages } from './messages.ts'
import { fileRequest } from './send-file.ts'

type Texts = Readonly<Record<string, string>>

/** Fields of the executor's refusal that have a place in the dialog. */
const PLACES: readonly string[] = [...MANIFEST_FIELDS, 'file']

function Sending({ share, onStop }: { readonly share: number; readonly onStop: () => void }): JSX.Element {
  const messages = useMessages(uploadMessages)
  const format = useFormat()
  return (
    <div class="upload-sending">
      <progress max={1} value={share} aria-label={messages.title} />
      <p role="status">
        {share < 1 ? messages.sending(format.percent(Math.floor(share * 100) / 100)) : messages.reading}
      </p>
      <Button onClick={onStop}>{messages.stop}</Button>
    </div>
  )
}

/** A file and its manifest, sent with its progress; what the executor refuses is said beside its field. */
export function UploadDialog(props: {
  readonly onClose: () => void
  readonly onAdded: (dataset: Dataset) => void
}): JSX.Element {
  const session = useSessionService()
  const notifications = useNotifications()
  const messages = useMessages(uploadMessages)
  const [file, setFile] = useState<File | null>(null)
  const [manifest, setManifest] = useState(EMPTY_MANIFEST)
  const [isSynthetic, setSynthetic] = useState(false)
  const [errors, setErrors] = useState<Texts>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [share, setShare] = useState<number | null>(null)
  const leaving = useRef<AbortController | null>(null)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => () => leaving.current?.abort(), [])
  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])

  const take = (taken: File): void => {
    setFile(taken)
    setManifest(withFile(manifest, taken.name))
    setErrors({})
  }
  const refuse = (cause: unknown): void => {
    const error = toApiError(cause)
    const known = error.fields.filter(({ field }) => PLACES.includes(field))
    setErrors(Object.fromEntries(known.map(({ field, message }) => [field, message])))
    setProblem(known.length === error.fields.length && known.length > 0 ? null : `${error.title}. ${error.message}`)
  }
  const send = async (chosen: File): Promise<void> => {
    const mine = new AbortController()
    leaving.current = mine
    setProblem(null)
    setShare(0)
    const request = withSession(fileRequest(chosen, mediaTypeOf(chosen.name) ?? '', setShare), session)
    try {
      const answer = await request(uploadPath(manifest, isSynthetic), { method: 'POST', signal: mine.signal })
      const dataset = answer as Dataset
      notifications.toast(messages.done(dataset.title), 'good')
      props.onAdded(dataset)
    } catch (cause) {
      if (mine.signal.aborted) setProblem(messages.stopped)
      else refuse(cause)
      setShare(null)
    }
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    if (share !== null) return
    const found = manifestErrors(manifest, file, messages)
    setErrors(found)
    if (file !== null && Object.keys(found).length === 0) void send(file)
  }

  return (
    <Dialog title={messages.title} onClose={props.onClose}>
      <p class="quiet">{messages.lead}</p>
      <form ref={form} class="upload-form" onSubmit={submit} noValidate>
        <DropZone file={file} error={errors['file']} onFile={take} />
        <div class="upload-fields">
          {MANIFEST_FIELDS.map((name) => (
            <TextField
              key={name}
              id={`upload-${name}`}
              label={messages.fields[name]}
              hint={messages.help[name]}
              value={manifest[name]}
              error={errors[name]}
              onValue={(text) => setManifest({ ...manifest, [name]: text })}
            />
          ))}
        </div>
        <label class="check">
          <input
            type="checkbox"
            checked={isSynthetic}
            onChange={({ currentTarget }) => setSynthetic(currentTarget.checked)}
          />
          {messages.synthetic}
        </label>
        {problem !== null && (
          <p class="hint error" role="alert">
            {problem}
          </p>
        )}
        {share === null ? (
          <div class="dialog-actions">
            <Button onClick={props.onClose}>{messages.cancel}</Button>
            <Button kind="primary" type="submit">
              {messages.send}
            </Button>
          </div>
        ) : (
          <Sending share={share} onStop={() => leaving.current?.abort()} />
        )}
      </form>
    </Dialog>
  )
}
